namespace Gateway.Alerting.Windows;

/// <summary>
/// How a sliding window is cut: sixty sub-windows, none shorter than a second. Two windows of the same length cut time at the same
/// instants, whatever they were started at, so they can be added.
/// </summary>
/// <remarks>
/// At an instant the window holds the running sub-window and the ones before it. A call therefore counts for at least 59/60 of the
/// length and never for longer than the length. Windows shorter than a minute have one sub-window a second.
/// </remarks>
public readonly record struct BucketLayout
{
    private const int MostBuckets = 60;

    public BucketLayout(TimeSpan length)
    {
        if (length < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "A window is at least one second long.");
        }

        Width = Math.Max(TimeSpan.TicksPerSecond, (length.Ticks + MostBuckets - 1) / MostBuckets);
        Count = (int)((length.Ticks + Width - 1) / Width);
    }

    /// <summary>Ticks of one sub-window.</summary>
    public long Width { get; }

    public int Count { get; }

    /// <summary>The number of the sub-window that <paramref name="at"/> falls into, counted from year 1.</summary>
    public long BucketOf(DateTimeOffset at) => at.UtcTicks / Width;
}
