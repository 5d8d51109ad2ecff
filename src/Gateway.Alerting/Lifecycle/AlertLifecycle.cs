using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Lifecycle;

/// <summary>
/// The rules of alerting: from one state and one evaluation to the next state. Pure: no clock, no I/O, so that live pipelines,
/// unit tests of rules and backtests cannot differ.
/// </summary>
public static class AlertLifecycle
{
    /// <remarks>
    /// <code>
    /// normal ──met──▶ pending ──met for `for`──▶ firing ──not met──▶ recovering ──not met for `keep_firing_for`──▶ normal
    ///                    └──not met──▶ normal       ▲───────met──────────┘
    /// </code>
    /// A duration of zero passes through its state within the same evaluation.
    /// </remarks>
    public static AlertState Advance(AlertState state, Evaluation evaluation, RuleDefinition rule)
    {
        var changes = evaluation.Met != state.WasMet ? state.Changes.Add(evaluation.Tick)
            : state.Changes.AreOver(evaluation.Tick) ? VerdictChanges.None
            : state.Changes;
        return Move(state, evaluation, rule) with
        {
            Held = evaluation.Held,
            Changes = changes,
            IsFlapping = changes.AreFlapping(evaluation.Tick) || (state.IsFlapping && changes != VerdictChanges.None),
        };
    }

    /// <summary>Whether such a verdict would leave everything as it is: nothing is on, nothing is waited for.</summary>
    internal static bool IsAtRest(AlertState state, in Verdict verdict, RuleDefinition rule) =>
        !verdict.Met
        && state.Phase == Rest(verdict.NoData, rule)
        && state.Held == verdict.Held
        && state.Cooldown == CooldownState.Fresh
        && state.Changes == VerdictChanges.None;

    private static AlertState Move(AlertState state, Evaluation evaluation, RuleDefinition rule) => (state.Phase, evaluation.Met) switch
    {
        (AlertPhase.Normal or AlertPhase.NoData, true) => FireWhenDue(state with { PendingSince = evaluation.At }, evaluation, rule),
        (AlertPhase.Normal or AlertPhase.NoData, false) => state with { Phase = Rest(evaluation.NoData, rule) },

        (AlertPhase.Pending, true) => FireWhenDue(state, evaluation, rule),
        (AlertPhase.Pending, false) => Calm(state, evaluation, rule),

        // A `for` that was raised by an edit is waited for.
        (AlertPhase.Firing, true) when evaluation.At - state.PendingSince < rule.For => state with { Phase = AlertPhase.Pending, FiringSince = null, Peak = null, Leading = 0 },
        (AlertPhase.Firing, true) => state with { Peak = Worse(state.Peak, evaluation.ReadingAt(state.Leading)) },
        (AlertPhase.Firing, false) => CalmWhenDue(state with { RecoveringSince = evaluation.At }, evaluation, rule),

        (AlertPhase.Recovering, true) => state with { Phase = AlertPhase.Firing, RecoveringSince = null, Peak = Worse(state.Peak, evaluation.ReadingAt(state.Leading)) },
        (AlertPhase.Recovering, false) => CalmWhenDue(state, evaluation, rule),

        _ => throw new InvalidOperationException($"Unknown phase {state.Phase}."),
    };

    private static AlertState FireWhenDue(AlertState state, Evaluation evaluation, RuleDefinition rule) =>
        evaluation.At - state.PendingSince >= rule.For
            ? state with { Phase = AlertPhase.Firing, FiringSince = evaluation.At, Leading = evaluation.LeadingIndex, Peak = evaluation.Leading?.Actual }
            : state with { Phase = AlertPhase.Pending };

    private static AlertState CalmWhenDue(AlertState state, Evaluation evaluation, RuleDefinition rule) =>
        evaluation.At - state.RecoveringSince >= rule.KeepFiringFor
            ? Calm(state, evaluation, rule)
            : state with { Phase = AlertPhase.Recovering };

    private static AlertState Calm(AlertState state, Evaluation evaluation, RuleDefinition rule) =>
        AlertState.Normal with { Phase = Rest(evaluation.NoData, rule), Cooldown = state.Cooldown };

    private static AlertPhase Rest(bool noData, RuleDefinition rule) =>
        noData && rule.NoData != NoDataPolicy.Ok ? AlertPhase.NoData : AlertPhase.Normal;

    /// <summary>Further past the threshold: higher for "over", lower for "under".</summary>
    /// <param name="peak">The worst so far.</param>
    /// <param name="reading">What the condition sees now.</param>
    internal static double? Worse(double? peak, ConditionReading? reading)
    {
        if (peak is not { } known || reading?.Actual is not { } actual)
        {
            return peak ?? reading?.Actual;
        }

        return Comparisons.TryParse(reading.Operator, out var comparison) && comparison.IsUnder() ? Math.Min(known, actual) : Math.Max(known, actual);
    }
}
