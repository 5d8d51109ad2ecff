using Gateway.Admin.Http;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary>A range that people pick by name: it begins at a midnight of their zone and ends now.</summary>
internal sealed record AnalyticsRange(string Key, string Word, int Days)
{
    public const string Custom = "custom";

    public static IReadOnlyList<AnalyticsRange> All { get; } = [new("today", "Today", 1), new("7d", "7 days", 7), new("30d", "30 days", 30), new("90d", "90 days", 90)];

    public static AnalyticsRange Standard => All[1];

    public AnalyticsScope Scope(DateTimeOffset now, TimeZoneInfo zone, IReadOnlyDictionary<CallDimension, string> filters) =>
        new(CalendarDays.ToInstant(TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1 - Days), zone), now, zone, filters);

    /// <summary>Two days of the zone, the last one included, or two instants. Null, with the mistakes in the query, when they are no range.</summary>
    public static AnalyticsScope? Own(QueryReader query, DateTimeOffset now, TimeZoneInfo zone, IReadOnlyDictionary<CallDimension, string> filters)
    {
        var from = AnalyticsQuery.Bound(query, "from", zone);
        var to = AnalyticsQuery.Bound(query, "to", zone, daysLater: 1) ?? now;
        if (from is { } start && to - start is var length && length > TimeSpan.Zero && length <= AnalyticsQuery.LongestRange)
            return new(start, to, zone, filters);

        query.Refuse("from", $"must be a day before the last one, at most {AnalyticsQuery.LongestRange.TotalDays:0} days");
        return null;
    }
}
