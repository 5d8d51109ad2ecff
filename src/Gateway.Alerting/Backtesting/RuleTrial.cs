using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting.Backtesting;

/// <summary>Judges a rule on the data of this moment and changes nothing. Its windows are filled from the call log, as the engine's are when it starts.</summary>
public sealed class RuleTrial(ICallHistory history, ICallRollups rollups, InFlightCalls inFlight, IOptions<AlertingOptions> options, TimeProvider time)
{
    /// <summary>Groups that are listed; all are counted.</summary>
    public const int MostListed = 100;

    private readonly CallReplay _calls = new(history, rollups);

    /// <param name="rule">The rule; <c>for</c> and cooldown play no part, only whether its logic holds.</param>
    /// <param name="stateOf">Where each group stands, for <c>recovery</c> and <c>keep_last</c>; null for a rule that is not in force.</param>
    /// <param name="cancellationToken">Stops it within a page of calls.</param>
    public Task<TrialResult> RunAsync(CompiledRule rule, Func<GroupKey, AlertState>? stateOf, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Run(rule, stateOf ?? (_ => AlertState.Normal), cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private TrialResult Run(CompiledRule rule, Func<GroupKey, AlertState> stateOf, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var replay = new RuleReplay([rule], now, options.Value.EvaluationInterval, options.Value.FindZone(), (_, _) => { }, _ => inFlight.List(time));
        _calls.Play(replay, [rule], now, now, cancellationToken);
        replay.Windows.AdvanceTo(now);
        var groups = rule.GroupsIn(replay.Windows)
            .Select(group => rule.Evaluate(replay.Windows, group, now, Before(stateOf(group))))
            .OrderByDescending(evaluation => evaluation.Met)
            .ThenByDescending(evaluation => Nearness.Of(evaluation.Tree))
            .ThenByDescending(evaluation => evaluation.Conditions.Count(reading => reading.Met))
            .ThenByDescending(Badness)
            .ToList();
        // A rule that is split and has seen no call has no group to show: the whole then shows that there is nothing.
        var nearest = groups is [var first, ..] ? first : rule.Evaluate(replay.Windows, GroupKey.Whole, now, default);
        return new(groups.Exists(group => group.Met), now, RuleSentence.Of(rule.Definition), nearest.Tree, Listed(rule, groups), IsSplit(rule) ? groups.Count : 0);
    }

    private static PreviousVerdict Before(AlertState state) => new(state.WasMet, state.Held);

    private static bool IsSplit(CompiledRule rule) => rule.Grouping.Dimensions.Count > 0;

    private static IReadOnlyList<TrialGroup> Listed(CompiledRule rule, List<Evaluation> groups) => IsSplit(rule)
        ? [.. groups.Take(MostListed).Select(evaluation => new TrialGroup(rule.Grouping.Describe(evaluation.Group), evaluation.Met, evaluation.Tree))]
        : [];

    /// <summary>Higher is worse: the leading number, in the direction in which it is compared.</summary>
    private static double Badness(Evaluation evaluation) => evaluation.Leading switch
    {
        { Actual: { } actual } reading => Comparisons.TryParse(reading.Operator, out var comparison) && comparison.IsUnder() ? -actual : actual,
        _ => double.NegativeInfinity,
    };
}

/// <summary>What a rule makes of this moment.</summary>
/// <param name="Triggered">Whether its logic holds, for any group.</param>
/// <param name="EvaluatedAt">The moment.</param>
/// <param name="Sentence">The rule in words.</param>
/// <param name="Tree">Its logic with the truth of every node; of the group nearest to firing where it is split.</param>
/// <param name="Groups">Each group, the one nearest to firing first; empty for a rule that is not split.</param>
/// <param name="GroupCount">All groups that have calls; 0 for a rule that is not split.</param>
public sealed record TrialResult(bool Triggered, DateTimeOffset EvaluatedAt, string Sentence, EvaluatedNode Tree, IReadOnlyList<TrialGroup> Groups, int GroupCount);

/// <param name="Group">Dimension names with the group's values.</param>
/// <param name="Met">Whether the logic holds for it.</param>
/// <param name="Tree">Why.</param>
public sealed record TrialGroup(IReadOnlyDictionary<string, string> Group, bool Met, EvaluatedNode Tree);
