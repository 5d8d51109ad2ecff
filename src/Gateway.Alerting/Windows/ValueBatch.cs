namespace Gateway.Alerting.Windows;

/// <summary>The values of a short time that are brought to windows together, no larger than they must be. Not thread-safe.</summary>
public abstract class ValueBatch
{
    public abstract void Add(long value);

    /// <summary>Brings the values to a window, as if all had come at that instant.</summary>
    public abstract void FeedInto(IMetricWindow window, DateTimeOffset at);

    /// <summary>Adds the values to another batch of the same kind.</summary>
    public abstract void AddTo(ValueBatch other);
}

/// <summary>Sums need nothing but their sum.</summary>
public sealed class SumBatch : ValueBatch
{
    private long _sum;

    public override void Add(long value) => _sum += value;

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => window.Add(at, _sum);

    public override void AddTo(ValueBatch other) => other.Add(_sum);
}

/// <summary>Maxima need nothing but the highest.</summary>
public sealed class MaxBatch : ValueBatch
{
    private long _highest;

    public override void Add(long value) => _highest = Math.Max(_highest, value);

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => window.Add(at, _highest);

    public override void AddTo(ValueBatch other) => other.Add(_highest);
}

/// <summary>Sketches need how often each of their cells was hit.</summary>
public sealed class SketchBatch : ValueBatch
{
    private readonly CellCounts _counts = new();

    public override void Add(long value) => _counts.Add(QuantileSketch.CellOf(value), 1);

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => ((SketchWindow)window).Add(at, _counts);

    public override void AddTo(ValueBatch other) => ((SketchBatch)other)._counts.Add(_counts);
}

/// <summary>Distinct counts need each value once.</summary>
public sealed class DistinctBatch : ValueBatch
{
    private readonly HashSet<long> _values = [];

    public override void Add(long value) => _values.Add(value);

    public override void FeedInto(IMetricWindow window, DateTimeOffset at)
    {
        foreach (var value in _values)
        {
            window.Add(at, value);
        }
    }

    public override void AddTo(ValueBatch other)
    {
        foreach (var value in _values)
        {
            other.Add(value);
        }
    }
}
