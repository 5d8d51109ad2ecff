using System.Reactive.Linq;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Pipelines.Operators;

/// <summary>The cooldown. Rx's own <c>Throttle</c> is a debounce: a storm would never get through it.</summary>
internal static class ThrottleFirstOperator
{
    /// <summary>Lets the first firing through at once, then keeps quiet for <paramref name="quiet"/>.</summary>
    /// <remarks>
    /// <code>
    /// firing  ──A═══╗────B══╗────C══════════════════╗───    (quiet: ├──────────────┤)
    /// out     ──open resolve suppress    suppress open resolve
    ///           ├──────────────┤                  ▲ C outlasts the quiet: it opens when that has passed
    /// </code>
    /// Its only state is the step's own <see cref="CooldownState"/>: seeded with the saved one, it goes on after a restart as if there had been none.
    /// </remarks>
    public static IObservable<AlertTransition> ThrottleFirst(this IObservable<AlertTransition> steps, TimeSpan quiet, TimeSpan? repeat, CooldownState seed) =>
        steps
            .Scan((Cooldown: seed, Step: default(AlertTransition)!), (before, step) => Admit(before.Cooldown, step, quiet, repeat))
            .Select(admitted => admitted.Step);

    private static (CooldownState, AlertTransition) Admit(CooldownState cooldown, AlertTransition step, TimeSpan quiet, TimeSpan? repeat)
    {
        var (next, kind) = cooldown.Advance(step.State.FiringSince, step.Evaluation.At, quiet, repeat);
        return (next, step with { State = step.State with { Cooldown = next }, Kind = kind });
    }
}
