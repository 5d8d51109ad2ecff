using System.Runtime.InteropServices;

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

    public void Add(DateTimeOffset at, long value) => Add(at, QuantileSketch.CellOf(value), 1);

    /// <summary>Adds values that are known by their cell only.</summary>
    public void Add(DateTimeOffset at, ushort cell, int count)
    {
        AdvanceTo(at);
        if (_cursor.TryFind(at, out var slot))
        {
            (_buckets[slot] ??= new()).Add(cell, count);
            _running.Add(cell, count);
        }
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var slot in _cursor.Expire(now))
        {
            _buckets[slot]?.SubtractFrom(_running);
            _buckets[slot] = null;
        }
    }

    /// <summary>Counts of one sub-window, sparse: most sub-windows see few of the cells.</summary>
    private sealed class CellCounts
    {
        private readonly Dictionary<ushort, int> _counts = [];

        public void Add(ushort cell, int count) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, cell, out _) += count;

        public void SubtractFrom(QuantileSketch sketch)
        {
            foreach (var (cell, count) in _counts)
            {
                sketch.Add(cell, -count);
            }
        }
    }
}
