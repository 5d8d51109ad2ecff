using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Lifecycle;

/// <summary>One tick of one (rule, group) that changed something worth keeping.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Evaluation">What was seen.</param>
/// <param name="State">The state from now on.</param>
/// <param name="Kind">What the world should know; null when only the state has changed.</param>
public sealed record AlertTransition(CompiledRule Rule, Evaluation Evaluation, AlertState State, AlertTransitionKind? Kind)
{
    /// <summary>With this tick the verdict has changed often enough to be called flapping.</summary>
    public bool BeganFlapping { get; init; }
}

public enum AlertTransitionKind
{
    /// <summary>A firing began and gets an alert.</summary>
    Opened,

    /// <summary>A firing began within the cooldown: counted, no alert.</summary>
    Suppressed,

    /// <summary>The alert is still on after the repeat interval.</summary>
    Repeated,

    /// <summary>The firing that had an alert has ended.</summary>
    Resolved,
}
