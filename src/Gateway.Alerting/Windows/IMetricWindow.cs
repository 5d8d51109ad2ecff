namespace Gateway.Alerting.Windows;

/// <summary>One sliding window over one measure of one group of calls. Not thread-safe: the engine's gate guards it.</summary>
public interface IMetricWindow
{
    /// <summary>Adds a measured value that belongs to <paramref name="at"/>. Out of order is fine; older than the window is left out.</summary>
    void Add(DateTimeOffset at, long value);

    /// <summary>Forgets what <paramref name="now"/> has left behind. Time that runs backwards changes nothing.</summary>
    void AdvanceTo(DateTimeOffset now);
}
