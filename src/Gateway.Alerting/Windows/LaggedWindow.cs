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
/// A window is a whole number of waiting sub-windows, and of those about 2,880 wait at the most: against yesterday one is half a minute long, so
/// the same time yesterday is that time give or take half a minute.
/// </remarks>
public sealed class LaggedWindow : IMetricWindow
{
    private const int FewWaiting = 2_880;

    /// <summary>For windows that are shorter than a sub-window would be.</summary>
    public const int MostWaiting = 10_080;

    private readonly TimeSpan _lag;
    private readonly long _width;
    private readonly Func<ValueBatch> _newBatch;
    private readonly SortedDictionary<long, ValueBatch> _waiting = [];
    private DateTimeOffset _head = DateTimeOffset.MinValue;

    /// <param name="inner">The window that looks back from <paramref name="lag"/> ago.</param>
    /// <param name="length">Its length.</param>
    /// <param name="lag">How far back its end lies.</param>
    /// <param name="newBatch">Makes a sub-window that waits.</param>
    public LaggedWindow(IMetricWindow inner, TimeSpan length, TimeSpan lag, Func<ValueBatch> newBatch)
    {
        (Inner, _lag, _newBatch) = (inner, lag, newBatch);
        _width = WidthOf(length, lag);
    }

    /// <summary>Ticks of a sub-window that waits.</summary>
    public static long WidthOf(TimeSpan length, TimeSpan lag)
    {
        var aim = Math.Max(new BucketLayout(length).Width, lag.Ticks / FewWaiting);
        return length.Ticks / ((length.Ticks + aim - 1) / aim);
    }

    /// <summary>What the window looked like when its end was the present.</summary>
    public IMetricWindow Inner { get; }

    public void Add(DateTimeOffset at, long value)
    {
        var batch = _newBatch();
        batch.Add(value);
        Add(at, batch);
    }

    public void Add(DateTimeOffset at, ValueBatch batch)
    {
        AdvanceTo(at);
        var bucket = at.UtcTicks / _width;
        if (StartOf(bucket) <= _head)
        {
            batch.FeedInto(Inner, StartOf(bucket));
            return;
        }

        if (!_waiting.TryGetValue(bucket, out var waiting))
        {
            _waiting[bucket] = waiting = _newBatch();
        }

        batch.AddTo(waiting);
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
