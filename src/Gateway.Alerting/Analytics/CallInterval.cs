using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Analytics;

/// <summary>How long the buckets of a series are; days and weeks begin at midnight of a time zone, weeks on Mondays.</summary>
public enum CallInterval
{
    Minute,
    Hour,
    Day,
    Week,
}

public static class CallIntervals
{
    /// <summary>The longest range that a series of such buckets may have.</summary>
    public static TimeSpan Longest(this CallInterval interval) => TimeSpan.FromDays(interval switch
    {
        CallInterval.Minute => 2,
        CallInterval.Hour => 31,
        CallInterval.Day => 366,
        _ => 1_830,
    });

    /// <summary>
    /// <paramref name="from"/>, every beginning of a bucket in between, <paramref name="to"/>: the first and last bucket are cut to the range.
    /// A day of a changing clock has 23 or 25 hours.
    /// </summary>
    public static IReadOnlyList<DateTimeOffset> Bounds(this CallInterval interval, DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var bounds = new List<DateTimeOffset> { from };
        for (var next = Next(interval, from, zone); next < to; next = Next(interval, next, zone))
            bounds.Add(next);
        bounds.Add(to);
        return bounds;
    }

    private static DateTimeOffset Next(CallInterval interval, DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return interval switch
        {
            CallInterval.Minute => NextMultiple(local, TimeSpan.FromMinutes(1)),
            CallInterval.Hour => NextMultiple(local, TimeSpan.FromHours(1)),
            CallInterval.Day => CalendarDays.ToInstant(local.Date.AddDays(1), zone),
            _ => CalendarDays.ToInstant(local.Date.AddDays(8 - (local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek)), zone),
        };
    }

    /// <summary>By the wall clock, in elapsed time: an hour that the clock repeats is two buckets.</summary>
    private static DateTimeOffset NextMultiple(DateTimeOffset local, TimeSpan length) =>
        local.AddTicks(length.Ticks - (local.DateTime.Ticks % length.Ticks)).ToUniversalTime();
}
