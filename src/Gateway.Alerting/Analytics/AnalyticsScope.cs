namespace Gateway.Alerting.Analytics;

/// <summary>Which calls a question of analytics is about.</summary>
/// <param name="From">Inclusive, by the calls' ends.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Zone">Where days begin.</param>
/// <param name="Filters">See <see cref="CallTotalsQuery.Filters"/>.</param>
public sealed record AnalyticsScope(DateTimeOffset From, DateTimeOffset To, TimeZoneInfo Zone, IReadOnlyDictionary<CallDimension, string> Filters)
{
    /// <summary>
    /// The period to compare with. A range that begins at a midnight is moved by whole days, so that today until ten is compared with yesterday until ten;
    /// any other by its own length.
    /// </summary>
    public AnalyticsScope Before
    {
        get
        {
            var local = TimeZoneInfo.ConvertTime(From, Zone);
            if (local.TimeOfDay != TimeSpan.Zero || To - From < TimeSpan.FromHours(1))
                return this with { From = From - (To - From), To = From };

            var days = (int)Math.Ceiling((To - From).TotalDays - (1.0 / 24));
            return this with { From = Earlier(From, days), To = Earlier(To, days) };
        }
    }

    private DateTimeOffset Earlier(DateTimeOffset at, int days) => Windows.CalendarDays.ToInstant(TimeZoneInfo.ConvertTime(at, Zone).DateTime.AddDays(-days), Zone);
}
