using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;

/// <summary>A limit that some rule sets for everything together.</summary>
public sealed record Budget(string Rule, decimal Dollars)
{
    /// <summary>The lowest threshold of the active rules on a calendar cost, such as <c>daily_cost</c>. Limits of groups and filters are not for the whole.</summary>
    public static Budget? Lowest(IEnumerable<RuleEntry> rules, string metric) => rules
        .Select(rule => rule.Definition)
        .OfType<RuleDefinition>()
        .Where(rule => rule is { IsActive: true, GroupBy: [] })
        .SelectMany(rule => Limits(rule.Logic, metric), (rule, limit) => new Budget(rule.Name, (decimal)limit))
        .MinBy(budget => budget.Dollars);

    private static IEnumerable<double> Limits(LogicNode node, string metric) => node switch
    {
        LogicGroup { Operator: not LogicOperator.Not } group => group.Conditions.SelectMany(inner => Limits(inner, metric)),
        Condition { Operator: Comparison.GreaterThan or Comparison.GreaterOrEqual, Threshold: > 0, Filter.Count: 0 } condition when condition.Metric == metric => [condition.Threshold],
        _ => [],
    };
}
