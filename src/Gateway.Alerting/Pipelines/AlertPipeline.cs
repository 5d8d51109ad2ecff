using System.Reactive.Linq;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Pipelines;

/// <summary>One rule in motion. Live, in rule tests and in backtests this is the same chain, on different clocks.</summary>
internal static class AlertPipeline
{
    /// <summary>From what ticks see to what changed.</summary>
    public static IObservable<AlertTransition> Run(CompiledRule rule, IObservable<WindowSnapshot> snapshots, AlertMemory memory)
    {
        var own = memory.Of(rule.Id);
        return snapshots
            .EvaluateEvery(rule, own)
            .GroupByUntil(seen => seen.Group, group => group.Where(seen => seen.IsLast))
            .SelectMany(group => group.Judge(rule, own.StateOf(group.Key)))
            .Do(transition => own.Remember(transition.Evaluation.Group, transition.State));
    }

    /// <summary>One group of the rule, from its saved state on. Ticks that change nothing end here.</summary>
    private static IObservable<AlertTransition> Judge(this IObservable<GroupSnapshot> group, CompiledRule rule, AlertState saved)
    {
        var start = new AlertTransition(rule, null!, saved, null);
        return group
            .Scan(start, (before, seen) => Step(rule, before.State, seen))
            .ThrottleFirst(rule.Definition.Cooldown, rule.Definition.RepeatInterval, saved.Cooldown)
            .StartWith(start)
            .DistinctUntilChanged(step => (step.State, step.Kind is null ? null : step))
            .Skip(1);
    }

    private static AlertTransition Step(CompiledRule rule, AlertState state, GroupSnapshot seen)
    {
        var evaluation = rule.Evaluate(seen.Snapshot.Windows, seen.Group, seen.Snapshot.At, new(state.WasMet, state.Held), seen.Snapshot.Tick);
        var next = AlertLifecycle.Advance(state, evaluation, rule.Definition);
        return new(rule, evaluation, next, null) { BeganFlapping = next.IsFlapping && !state.IsFlapping };
    }
}
