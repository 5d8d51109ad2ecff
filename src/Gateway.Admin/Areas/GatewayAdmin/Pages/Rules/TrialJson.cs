using System.Text.Json.Serialization;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Answer of <c>…/test</c>.</summary>
/// <param name="Triggered">The logic holds, for any group.</param>
/// <param name="EvaluatedAt">When.</param>
/// <param name="Sentence">The rule in words.</param>
/// <param name="Tree">The logic, of the group nearest to firing where there are several.</param>
/// <param name="Groups">The hundred nearest to firing; empty for a rule without <c>group_by</c>.</param>
/// <param name="GroupCount">All.</param>
internal sealed record TrialJson(bool Triggered, DateTimeOffset EvaluatedAt, string Sentence, NodeJson Tree, IReadOnlyList<TrialGroupJson> Groups, int GroupCount)
{
    public static TrialJson Of(TrialResult result) => new(
        result.Triggered,
        result.EvaluatedAt,
        result.Sentence,
        NodeJson.Of(result.Tree),
        [.. result.Groups.Select(group => new TrialGroupJson(group.Group, group.Met, NodeJson.Of(group.Tree)))],
        result.GroupCount);
}

internal sealed record TrialGroupJson(IReadOnlyDictionary<string, string> Group, bool Met, NodeJson Tree);

/// <summary>A node of a rule's logic as it was judged: a group with its conditions, or a condition with its numbers.</summary>
[JsonDerivedType(typeof(GroupNodeJson))]
[JsonDerivedType(typeof(ConditionNodeJson))]
internal abstract record NodeJson(bool Met)
{
    public static NodeJson Of(EvaluatedNode node) => node switch
    {
        EvaluatedGroup group => new GroupNodeJson(group.Type.ToString().ToUpperInvariant(), group.Met, [.. group.Conditions.Select(Of)]),
        EvaluatedCondition { Reading: var reading } => new ConditionNodeJson(reading),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };
}

internal sealed record GroupNodeJson(string Type, bool Met, IReadOnlyList<NodeJson> Conditions) : NodeJson(Met);

internal sealed record ConditionNodeJson(string Metric, string Operator, double Threshold, double? Actual, bool Met, long Requests, string? Reason) : NodeJson(Met)
{
    public ConditionNodeJson(ConditionReading reading)
        : this(reading.Metric, reading.Operator, reading.Threshold, reading.Actual, reading.Met, reading.Requests, reading.Reason)
    {
    }
}
