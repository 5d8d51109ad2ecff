namespace Gateway.Alerting.Windows;

/// <summary>
/// Sliding sum of whole numbers: O(1) a call, O(expired sub-windows) to move on, half a kilobyte whatever the traffic.
/// Integers, because a running total of floating-point numbers drifts. Not thread-safe.
/// </summary>
public sealed class SumWindow(BucketLayout layout) : IMetricWindow
{
    private readonly long[] _buckets = new long[layout.Count];
    private BucketCursor _cursor = new(layout);

    public long Total { get; private set; }

    /// <summary>Adds a value that belongs to <paramref name="at"/>; one older than the window is left out.</summary>
    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        if (_cursor.TryFind(at, out var slot))
        {
            _buckets[slot] += value;
            Total += value;
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var slot in _cursor.Expire(now))
        {
            Total -= _buckets[slot];
            _buckets[slot] = 0;
        }
    }
}
