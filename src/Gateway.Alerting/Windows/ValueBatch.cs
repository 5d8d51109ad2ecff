namespace Gateway.Alerting.Windows;

/// <summary>The values of a short time that are brought to windows together, no larger than they must be. Emptied and used again. Not thread-safe.</summary>
public abstract class ValueBatch
{
    /// <summary>Whether there is anything to bring: a sum of nothing is not the same as zero to a window that asks whether there were calls.</summary>
    public bool HasValues { get; private set; }

    public void Add(long value)
    {
        HasValues = true;
        Take(value);
    }

    /// <summary>Brings the values to a window, as if all had come at that instant. Windows keep nothing of the batch.</summary>
    public abstract void FeedInto(IMetricWindow window, DateTimeOffset at);

    /// <summary>Adds the values to another batch of the same kind.</summary>
    public void AddTo(ValueBatch other)
    {
        other.HasValues |= HasValues;
        CopyTo(other);
    }

    public void Clear()
    {
        HasValues = false;
        Empty();
    }

    protected abstract void Take(long value);

    protected abstract void CopyTo(ValueBatch other);

    protected abstract void Empty();
}

/// <summary>Sums need nothing but their sum.</summary>
public sealed class SumBatch : ValueBatch
{
    private long _sum;

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => window.Add(at, _sum);

    protected override void Take(long value) => _sum += value;

    protected override void CopyTo(ValueBatch other) => ((SumBatch)other)._sum += _sum;

    protected override void Empty() => _sum = 0;
}

/// <summary>Maxima need nothing but the highest.</summary>
public sealed class MaxBatch : ValueBatch
{
    private long _highest;

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => window.Add(at, _highest);

    protected override void Take(long value) => _highest = Math.Max(_highest, value);

    protected override void CopyTo(ValueBatch other) => ((MaxBatch)other).Take(_highest);

    protected override void Empty() => _highest = 0;
}

/// <summary>Sketches need how often each of their cells was hit.</summary>
public sealed class SketchBatch : ValueBatch
{
    private readonly CellCounts _counts = new();

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => ((SketchWindow)window).Add(at, _counts);

    protected override void Take(long value) => _counts.Add(QuantileSketch.CellOf(value), 1);

    protected override void CopyTo(ValueBatch other) => ((SketchBatch)other)._counts.Add(_counts);

    protected override void Empty() => _counts.Clear();
}

/// <summary>Distinct counts need each value once.</summary>
public sealed class DistinctBatch : ValueBatch
{
    private readonly HashSet<long> _values = [];

    public override void FeedInto(IMetricWindow window, DateTimeOffset at)
    {
        foreach (var value in _values)
        {
            window.Add(at, value);
        }
    }

    protected override void Take(long value) => _values.Add(value);

    protected override void CopyTo(ValueBatch other) => ((DistinctBatch)other)._values.UnionWith(_values);

    protected override void Empty() => _values.Clear();
}
