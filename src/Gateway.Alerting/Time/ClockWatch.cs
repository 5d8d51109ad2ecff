namespace Gateway.Alerting.Time;

/// <summary>
/// Notices that the wall clock was set, by comparing it with the time that has really passed. Small corrections, as time services make
/// all day, are not called that.
/// </summary>
public sealed class ClockWatch(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private DateTimeOffset _wall = time.GetUtcNow();
    private long _timestamp = time.GetTimestamp();

    /// <summary>How far the clock was set since the last look; zero when it was not.</summary>
    public TimeSpan Look()
    {
        var (wall, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        var jump = wall - _wall - time.GetElapsedTime(_timestamp, timestamp);
        (_wall, _timestamp) = (wall, timestamp);
        return jump.Duration() > Tolerance ? jump : TimeSpan.Zero;
    }
}
