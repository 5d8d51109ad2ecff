namespace Gateway.Alerting.Windows;

/// <summary>
/// Sliding quantiles: one running sketch, from which every sub-window that expires is subtracted again.
/// Bounded memory (a count for each cell that a sub-window saw), independent of traffic. Not thread-safe.
/// </summary>
public sealed class SketchWindow(BucketLayout layout) : IMetricWindow
{
    private readonly CellCounts?[] _buckets = new CellCounts?[layout.Count];
    private readonly QuantileSketch _running = new();
    private BucketCursor _cursor = new(layout);

    public long Count => _running.Count;

    public double? Quantile(double q) => _running.Quantile(q);

    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        if (_cursor.TryFind(at, out var slot))
        {
            var cell = QuantileSketch.CellOf(value);
            (_buckets[slot] ??= new()).Add(cell, 1);
            _running.Add(cell, 1);
        }
    }

    /// <summary>Adds what another sub-window has counted, as if it had come at that instant.</summary>
    internal void Add(DateTimeOffset at, CellCounts counts)
    {
        AdvanceTo(at);
        if (_cursor.TryFind(at, out var slot))
        {
            counts.AddTo(_running, 1);
            (_buckets[slot] ??= new()).Add(counts);
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var slot in _cursor.Expire(now))
        {
            if (_buckets[slot] is { } expired)
            {
                expired.AddTo(_running, -1);
                expired.Clear();
            }
        }
    }
}
