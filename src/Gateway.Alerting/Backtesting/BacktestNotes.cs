using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting;

/// <summary>What a replay of history cannot show about a rule, in sentences.</summary>
internal static class BacktestNotes
{
    private static readonly string[] InFlight = ["in_flight", "oldest_in_flight"];

    public static IReadOnlyList<string> Of(CompiledRule rule)
    {
        var notes = new List<string>();
        foreach (var metric in Conditions(rule.Definition.Logic).Select(condition => condition.Metric).Distinct().Where(InFlight.Contains))
        {
            notes.Add($"{metric} cannot be tried on history: the call log holds calls that have ended. Its conditions are judged as if no call were under way.");
        }

        if (!rule.Definition.AutoResolve)
        {
            notes.Add("The rule does not resolve its alerts by itself, and on history nobody else does: each firing is counted as if the alert before it had been resolved.");
        }

        return notes;
    }

    private static IEnumerable<Condition> Conditions(LogicNode node) => node switch
    {
        Condition condition => [condition],
        LogicGroup group => group.Conditions.SelectMany(Conditions),
        _ => [],
    };
}
