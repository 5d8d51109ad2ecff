namespace Gateway.Alerting.Windows;

/// <summary>A month of a time zone, its end excluded.</summary>
public readonly record struct CalendarMonth(DateTimeOffset Start, DateTimeOffset End)
{
    public static CalendarMonth At(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var first = new DateTime(local.Year, local.Month, 1);
        return new(CalendarDays.ToInstant(first, zone), CalendarDays.ToInstant(first.AddMonths(1), zone));
    }
}
