using Gateway.Alerting.History;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>One tick's verdict on one group of a rule, with the truth and the number of every node.</summary>
/// <param name="Group">Which group.</param>
/// <param name="At">When.</param>
/// <param name="Met">Whether the logic holds.</param>
/// <param name="NoData">Not one call was in any of the windows; <paramref name="Met"/> is then what the rule's policy says.</param>
/// <param name="Held">The conditions that are met and have a recovery value: what that needs to know at the next tick.</param>
/// <param name="Tree">The logic again, with each node's truth.</param>
public sealed record Evaluation(GroupKey Group, DateTimeOffset At, bool Met, bool NoData, string Held, EvaluatedNode Tree)
{
    /// <summary>The tick's number since the start.</summary>
    public long Tick { get; init; }

    /// <summary>The conditions in the order of writing.</summary>
    public IReadOnlyList<ConditionReading> Conditions => [.. Tree.Leaves()];

    /// <summary>The condition whose number stands for the alert: the first that is met, else the first.</summary>
    public int LeadingIndex => Tree.Leaves().Index().Where(leaf => leaf.Item.Met).Select(leaf => leaf.Index).FirstOrDefault();

    /// <summary>What that condition saw.</summary>
    public ConditionReading? Leading => ReadingAt(LeadingIndex);

    /// <summary>What a condition saw, by its place in the order of writing; null where the rule has no such condition any more.</summary>
    public ConditionReading? ReadingAt(int index) => Tree.Leaves().ElementAtOrDefault(index);
}

/// <summary>A node of the logic as it was judged.</summary>
public abstract record EvaluatedNode(bool Met)
{
    public abstract IEnumerable<ConditionReading> Leaves();
}

public sealed record EvaluatedGroup(LogicOperator Type, bool Met, IReadOnlyList<EvaluatedNode> Conditions) : EvaluatedNode(Met)
{
    public override IEnumerable<ConditionReading> Leaves() => Conditions.SelectMany(node => node.Leaves());
}

public sealed record EvaluatedCondition(ConditionReading Reading) : EvaluatedNode(Reading.Met)
{
    public override IEnumerable<ConditionReading> Leaves() => [Reading];
}
