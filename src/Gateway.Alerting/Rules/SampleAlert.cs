using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>An alert as a rule would open it, with made-up numbers just past its thresholds: for looking at messages before there is anything to tell.</summary>
public static class SampleAlert
{
    private const int Calls = 250;

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["provider"] = "openai",
        ["model"] = "gpt-5.4",
        ["route"] = "openai",
        ["api_key"] = "sk-…9fQ2",
        ["user"] = "checkout-assistant",
        ["team"] = "search",
        ["session"] = "4711",
    };

    /// <param name="rule">The rule.</param>
    /// <param name="at">When it would open.</param>
    public static Alert Of(CompiledRule rule, DateTimeOffset at)
    {
        var tree = Judge(rule.Definition.Logic, met: true);
        var evaluation = new Evaluation(GroupOf(rule), at, Met: true, NoData: false, Held: "", tree);
        return AlertOpening.Open(new(rule, evaluation, AlertState.Normal, AlertTransitionKind.Opened)) with { Id = "sample" };
    }

    /// <summary>One value for each dimension that the rule groups by.</summary>
    public static IReadOnlyDictionary<string, string> Group(CompiledRule rule) => rule.Grouping.Describe(GroupOf(rule));

    private static GroupKey GroupOf(CompiledRule rule) => rule.Grouping.Dimensions.Count == 0
        ? GroupKey.Whole
        : new([.. rule.Grouping.Dimensions.Select(dimension => Values.GetValueOrDefault(dimension.Name, "example"))]);

    private static EvaluatedNode Judge(LogicNode node, bool met) => node switch
    {
        Condition condition => new EvaluatedCondition(Reading(condition, met)),
        LogicGroup { Operator: LogicOperator.Not } group => new EvaluatedGroup(group.Operator, met, [.. group.Conditions.Select(child => Judge(child, !met))]),
        LogicGroup group => new EvaluatedGroup(group.Operator, met, [.. group.Conditions.Select(child => Judge(child, met))]),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    private static ConditionReading Reading(Condition condition, bool met)
    {
        var step = condition.Threshold == 0 ? 1 : Math.Abs(condition.Threshold) * 0.2;
        var (past, before) = condition.Operator switch
        {
            Comparison.Equal => (condition.Threshold, condition.Threshold + step),
            Comparison.NotEqual => (condition.Threshold + step, condition.Threshold),
            var comparison when comparison.IsUnder() => (condition.Threshold - step, condition.Threshold + step),
            _ => (condition.Threshold + step, condition.Threshold - step),
        };
        return new(condition.Metric, condition.Operator.Symbol(), condition.Threshold, met ? past : before, met, Calls, null);
    }
}
