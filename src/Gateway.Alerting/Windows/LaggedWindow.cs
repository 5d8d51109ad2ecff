namespace Gateway.Alerting.Windows;

/// <summary>
/// A window whose end lies some time back: what a change is measured against. Values wait in sub-windows until they are old enough,
/// and only then enter the window behind it. Not thread-safe.
/// </summary>
/// <remarks>
/// <code>
///            ├── window ──┤ waiting ──────────────── now
/// time ──────┼────────────┼─────────────────────────┼─▶
///            now − lag − length   now − lag
/// </code>
/// Waiting sub-windows are as long as the window's own, but at most 10,080 wait: over a week a sub-window is a minute long, so a baseline begins
/// and ends on a full minute.
/// </remarks>
public sealed class LaggedWindow : IMetricWindow
{
    public const int MostWaiting = 10_080;

    private readonly TimeSpan _lag;
    private readonly long _width;
    private readonly Func<WaitingValues> _newValues;
    private readonly SortedDictionary<long, WaitingValues> _waiting = [];
    private DateTimeOffset _head = DateTimeOffset.MinValue;

    /// <param name="inner">The window that looks back from <paramref name="lag"/> ago.</param>
    /// <param name="length">Its length.</param>
    /// <param name="lag">How far back its end lies.</param>
    /// <param name="newValues">Makes a sub-window that waits.</param>
    public LaggedWindow(IMetricWindow inner, TimeSpan length, TimeSpan lag, Func<WaitingValues> newValues)
    {
        (Inner, _lag, _newValues) = (inner, lag, newValues);
        _width = Math.Max(new BucketLayout(length).Width, Math.Min(length.Ticks, lag.Ticks / MostWaiting));
    }

    /// <summary>What the window looked like when its end was the present.</summary>
    public IMetricWindow Inner { get; }

    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        var bucket = at.UtcTicks / _width;
        if (StartOf(bucket) <= _head)
        {
            Inner.Add(StartOf(bucket), value);
            return;
        }

        if (!_waiting.TryGetValue(bucket, out var values))
        {
            _waiting[bucket] = values = _newValues();
        }

        values.Add(value);
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        if (now - _lag <= _head)
        {
            return;
        }

        _head = now - _lag;
        while (_waiting.Count > 0 && _waiting.First() is var (bucket, values) && StartOf(bucket) <= _head)
        {
            values.FeedInto(Inner, StartOf(bucket));
            _waiting.Remove(bucket);
        }

        Inner.AdvanceTo(_head);
    }

    private DateTimeOffset StartOf(long bucket) => new(bucket * _width, TimeSpan.Zero);
}

/// <summary>The values of one sub-window that waits, no larger than it must be.</summary>
public abstract class WaitingValues
{
    public abstract void Add(long value);

    public abstract void FeedInto(IMetricWindow window, DateTimeOffset at);
}

/// <summary>Sums need nothing but their sum.</summary>
public sealed class WaitingSum : WaitingValues
{
    private long _sum;

    public override void Add(long value) => _sum += value;

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => window.Add(at, _sum);
}

/// <summary>Maxima need nothing but the highest.</summary>
public sealed class WaitingMax : WaitingValues
{
    private long _highest;

    public override void Add(long value) => _highest = Math.Max(_highest, value);

    public override void FeedInto(IMetricWindow window, DateTimeOffset at) => window.Add(at, _highest);
}

/// <summary>Sketches need how often each of their cells was hit.</summary>
public sealed class WaitingCells : WaitingValues
{
    private readonly Dictionary<ushort, int> _counts = [];

    public override void Add(long value)
    {
        var cell = QuantileSketch.CellOf(value);
        _counts[cell] = _counts.GetValueOrDefault(cell) + 1;
    }

    public override void FeedInto(IMetricWindow window, DateTimeOffset at)
    {
        foreach (var (cell, count) in _counts)
        {
            ((SketchWindow)window).Add(at, cell, count);
        }
    }
}

/// <summary>Distinct counts need each value once.</summary>
public sealed class WaitingSet : WaitingValues
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
}
