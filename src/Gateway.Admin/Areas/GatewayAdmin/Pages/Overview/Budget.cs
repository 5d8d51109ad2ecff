using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;

/// <summary>A limit that some rule sets for everything together.</summary>
public sealed record Budget(string Rule, decimal Dollars)
{
    /// <summary>
    /// The highest threshold of the active rules that say nothing but that a calendar cost, such as <c>daily_cost</c>, is over it: lower ones warn on
    /// the way. Limits of groups and filters are not for the whole, and beside other conditions a cost is no limit.
    /// </summary>
    public static Budget? Highest(IEnumerable<RuleEntry> rules, string metric) => rules
        .Select(rule => rule.Definition)
        .OfType<RuleDefinition>()
        .Where(rule => rule is { IsActive: true, GroupBy: [] })
        .Select(rule => Limit(rule.Logic, metric) is { } limit ? new Budget(rule.Name, (decimal)limit) : null)
        .MaxBy(budget => budget?.Dollars);

    private static double? Limit(LogicNode logic, string metric) => logic switch
    {
        LogicGroup { Operator: not LogicOperator.Not, Conditions: [var only] } => Limit(only, metric),
        Condition { Operator: Comparison.GreaterThan or Comparison.GreaterOrEqual, Threshold: > 0, Filter.Count: 0 } condition when condition.Metric == metric => condition.Threshold,
        _ => null,
    };
}
