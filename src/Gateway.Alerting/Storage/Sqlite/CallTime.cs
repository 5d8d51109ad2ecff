namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Instants and durations as the call tables hold them: instants in unix milliseconds, ends and durations in microseconds.</summary>
internal static class CallTime
{
    public const long MinuteMs = 60_000;
    public const long QuarterMs = 15 * MinuteMs;
    public const long HourMs = 60 * MinuteMs;
    public const long DayMs = 24 * HourMs;

    /// <summary>Half a microsecond rounds up.</summary>
    public static long Microseconds(TimeSpan span) => (span.Ticks + (TimeSpan.TicksPerMicrosecond / 2)) / TimeSpan.TicksPerMicrosecond;

    public static TimeSpan Span(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The first whole millisecond that is not before <paramref name="instant"/>: a bound that leaves the stored instants on the right side.</summary>
    public static long CeilingMs(DateTimeOffset instant) => Ceiling(instant, TimeSpan.TicksPerMillisecond);

    public static long CeilingUs(DateTimeOffset instant) => Ceiling(instant, TimeSpan.TicksPerMicrosecond);

    /// <summary>The start of the bucket that holds an instant, both in unix milliseconds.</summary>
    public static long Bucket(long endedMs, long lengthMs) => endedMs - (((endedMs % lengthMs) + lengthMs) % lengthMs);

    /// <summary>The end of the bucket that holds an instant, which is the instant itself where one begins.</summary>
    public static long BucketEnd(long endedMs, long lengthMs) => Bucket(endedMs + lengthMs - 1, lengthMs);

    private static long Ceiling(DateTimeOffset instant, long unit)
    {
        var ticks = (instant - DateTimeOffset.UnixEpoch).Ticks;
        var (whole, rest) = Math.DivRem(ticks, unit);
        return rest > 0 ? whole + 1 : whole;
    }
}
