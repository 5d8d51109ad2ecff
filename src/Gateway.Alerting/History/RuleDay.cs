namespace Gateway.Alerting.History;

/// <summary>Reads what rules did in the last 24 hours. Every read has its own short connection.</summary>
public interface IRuleDays
{
    /// <returns>One for each of <paramref name="ruleIds"/>, also for rules that never fired.</returns>
    Task<IReadOnlyDictionary<string, RuleDay>> LastDayAsync(IReadOnlyCollection<string> ruleIds, CancellationToken cancellationToken);
}

/// <summary>A rule's last 24 hours, oldest first; the last one is the hour that is going on.</summary>
public sealed record RuleDay(IReadOnlyList<RuleHour> Hours)
{
    public const int Length = 24;

    public long Fired => Hours.Sum(hour => hour.Fired);

    public long Suppressed => Hours.Sum(hour => hour.Suppressed);
}

/// <summary>One hour of UTC.</summary>
/// <param name="Start">When it began.</param>
/// <param name="Fired">Alerts that the rule opened; deleted ones do not count.</param>
/// <param name="Suppressed">Firings that its cooldown swallowed.</param>
/// <param name="HasCalls">Whether the gateway had any call at all: without, there was hardly anything to judge.</param>
public sealed record RuleHour(DateTimeOffset Start, long Fired, long Suppressed, bool HasCalls);
