using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting;

/// <summary>What one condition read over a range, thinned out. Each value stands for one step and is the worst of its ticks and groups.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Step">The time from one value to the next; the first value is of the first step after the beginning.</param>
/// <param name="Values">Null where there was nothing to measure, or too few calls for it to count.</param>
public sealed record ConditionSeries(Condition Condition, TimeSpan Step, IReadOnlyList<double?> Values);
