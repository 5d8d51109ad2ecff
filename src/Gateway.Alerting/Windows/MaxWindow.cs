namespace Gateway.Alerting.Windows;

/// <summary>Sliding maximum of numbers that are not negative: one maximum for each sub-window. Not thread-safe.</summary>
public sealed class MaxWindow(BucketLayout layout) : IMetricWindow
{
    private const long Nothing = -1;

    private readonly long[] _buckets = [.. Enumerable.Repeat(Nothing, layout.Count)];
    private BucketCursor _cursor = new(layout);

    /// <summary>Null when nothing was measured.</summary>
    public long? Highest => _buckets.Max() is var highest && highest == Nothing ? null : highest;

    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        if (_cursor.TryFind(at, out var slot))
        {
            _buckets[slot] = Math.Max(_buckets[slot], value);
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var slot in _cursor.Expire(now))
        {
            _buckets[slot] = Nothing;
        }
    }
}
