namespace Gateway.Alerting.Lifecycle;

/// <summary>The last four ticks at which the verdict changed: what flapping is told by.</summary>
public readonly record struct VerdictChanges(long First, long Second, long Third, long Last)
{
    /// <summary>Four changes in so many ticks are flapping; so many ticks without one are calm.</summary>
    private const int Span = 20;

    public static VerdictChanges None => default;

    public VerdictChanges Add(long tick) => new(Second, Third, Last, tick);

    public bool AreFlapping(long tick) => First > 0 && tick - First < Span;

    public bool AreOver(long tick) => tick - Last >= Span;
}
