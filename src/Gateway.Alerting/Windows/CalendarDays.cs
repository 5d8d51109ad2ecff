namespace Gateway.Alerting.Windows;

/// <summary>Where today and yesterday begin in a time zone, and which instant yesterday had the same time of day.</summary>
public readonly record struct CalendarDays(DateTimeOffset YesterdayStart, DateTimeOffset TodayStart, DateTimeOffset SameTimeYesterday)
{
    public static CalendarDays At(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return new(
            ToInstant(local.Date.AddDays(-1), zone),
            ToInstant(local.Date, zone),
            ToInstant(local.AddDays(-1), zone));
    }

    /// <summary>A local time that the spring change skips means the first instant after the gap; one that the autumn change repeats means its first occurrence.</summary>
    public static DateTimeOffset ToInstant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
