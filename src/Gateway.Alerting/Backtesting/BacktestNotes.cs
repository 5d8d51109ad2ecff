using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting;

/// <summary>What a replay of history cannot show about a rule, in sentences.</summary>
internal static class BacktestNotes
{
    public static IReadOnlyList<string> Of(CompiledRule rule) => rule.Definition.AutoResolve
        ? []
        : ["The rule does not resolve its alerts by itself, and on history nobody else does: each firing is counted as if the alert before it had been resolved."];
}
