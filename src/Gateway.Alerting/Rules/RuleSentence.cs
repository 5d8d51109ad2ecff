using System.Globalization;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Rules;

/// <summary>
/// A rule as one plain sentence: "Alert when cost over 1 h is over $10 and error rate over 5 min is at least 10 % (at least 20 requests),
/// per model, once that has held for 2 min." Groups inside groups are in brackets, so that it reads in one way only.
/// </summary>
public static class RuleSentence
{
    public static string Of(RuleDefinition rule) =>
        $"Alert when {Node(rule.Logic, rule, isNested: false)}{NoCalls(rule)}{PerGroup(rule)}{Held(rule)}.";

    private static string Node(LogicNode node, RuleDefinition rule, bool isNested) => node switch
    {
        Condition condition => Condition(condition, rule),
        LogicGroup { Operator: LogicOperator.Not, Conditions: [var only] } => $"not ({Node(only, rule, isNested: false)})",
        LogicGroup { Conditions: [var only] } => Node(only, rule, isNested),
        LogicGroup group when isNested => $"({Group(group, rule)})",
        LogicGroup group => Group(group, rule),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    private static string Group(LogicGroup group, RuleDefinition rule)
    {
        var parts = group.Conditions.Select(child => Node(child, rule, isNested: true)).ToList();
        return group.Operator == LogicOperator.Or ? "either " + List(parts, "or") : List(parts, "and");
    }

    private static string Condition(Condition condition, RuleDefinition rule)
    {
        var subject = MetricWords.Of(condition.Metric) + Calls(condition) + Window(condition, rule);
        var measured = condition.Operator.IsChange() ? $"the change of {subject} against {condition.CompareTo.Words()}" : subject;
        return $"{measured} is {condition.Operator.Words()} {Value(condition, condition.Threshold)}{Aside(condition)}";
    }

    private static string Calls(Condition condition) => condition.Filter.Count == 0
        ? ""
        : " of calls with " + string.Join(" and ", condition.Filter.Select(part => $"{part.Key.Replace('_', ' ')} {part.Value}"));

    private static string Window(Condition condition, RuleDefinition rule) =>
        MetricCatalog.Find(condition.Metric)?.HasPast == false ? "" : $" over {DurationText.Words(condition.TimeWindow ?? rule.TimeWindow)}";

    private static string Aside(Condition condition)
    {
        var asides = new List<string>();
        if (condition.MinRequests > 0)
        {
            asides.Add($"at least {condition.MinRequests} requests");
        }

        if (condition.Recovery is { } recovery)
        {
            asides.Add($"then until it is {Cleared(condition.Operator)} {Value(condition, recovery)}");
        }

        return asides.Count == 0 ? "" : $" ({string.Join("; ", asides)})";
    }

    /// <summary>What ends a condition that holds up to its recovery value.</summary>
    private static string Cleared(Comparison comparison) => (comparison switch
    {
        Comparison.GreaterThan or Comparison.ChangeAbove => Comparison.LessOrEqual,
        Comparison.GreaterOrEqual => Comparison.LessThan,
        Comparison.LessThan or Comparison.ChangeBelow => Comparison.GreaterOrEqual,
        Comparison.LessOrEqual => Comparison.GreaterThan,
        _ => comparison,
    }).Words();

    private static string Value(Condition condition, double value) => condition.Operator.IsChange()
        ? value.ToString("0.####", CultureInfo.InvariantCulture) + " %"
        : AlertText.Value(condition.Metric, value);

    private static string NoCalls(RuleDefinition rule) => rule.NoData switch
    {
        NoDataPolicy.Alert => ", or when there are no calls at all",
        NoDataPolicy.KeepLast => ", and stay as it was while there are no calls at all",
        _ => "",
    };

    private static string PerGroup(RuleDefinition rule) =>
        rule.GroupBy.Count == 0 ? "" : ", per " + List([.. rule.GroupBy.Select(name => name.Replace('_', ' '))], "and");

    private static string Held(RuleDefinition rule) =>
        (rule.For > TimeSpan.Zero ? $", once that has held for {DurationText.Words(rule.For)}" : "")
        + (rule.KeepFiringFor > TimeSpan.Zero ? $", until it has not held for {DurationText.Words(rule.KeepFiringFor)}" : "");

    private static string List(List<string> parts, string word) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts[..^1])} {word} {parts[^1]}";
}
