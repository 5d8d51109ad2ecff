namespace Gateway.Alerting.Backtesting;

/// <summary>The clock of a replay: it shows what it was told last. Not thread-safe.</summary>
internal sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
