using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Time;

/// <summary>Where days begin: at midnight in <c>Alerting:TimeZone</c>, or at the first instant after it where the zone skips midnight.</summary>
public sealed class LocalDays(TimeProvider time, TimeZoneInfo zone)
{
    public TimeZoneInfo Zone => zone;

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);

    public DateTimeOffset StartOf(DateOnly day) => CalendarDays.ToInstant(day.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>Today and the days before it, oldest first.</summary>
    public IReadOnlyList<DateOnly> Last(int count) => [.. Enumerable.Range(1 - count, count).Select(Today.AddDays)];
}
