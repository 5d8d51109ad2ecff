using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>A node of a rule's logic, bound to metrics and windows.</summary>
internal abstract class CompiledNode
{
    /// <summary>The truth alone, for the many ticks at which nothing happens: allocates nothing.</summary>
    /// <param name="scope">What is looked at.</param>
    /// <param name="held">Gains the bits of the conditions below that are met and have a recovery value.</param>
    public abstract bool IsMet(in EvaluationScope scope, ref ulong held);

    /// <summary>
    /// Whether it could be met in any group, told from the lowest and the highest value of all groups alone. May say yes too often, never no:
    /// a rule over a thousand groups that are all far from its threshold costs as much as one without groups.
    /// </summary>
    public abstract bool CouldBeMet(WindowSet windows);

    /// <summary>
    /// While none of these is reached by any group, it could not be met. Null when that cannot be told from thresholds: it has to be looked at.
    /// </summary>
    public abstract IReadOnlyList<Tripwire>? Tripwires { get; }

    /// <summary>The truth with every number behind it.</summary>
    public abstract EvaluatedNode Evaluate(in EvaluationScope scope);
}

/// <summary>What an evaluation looks at: the windows, one group, and which conditions with a recovery value were met at the tick before.</summary>
internal readonly record struct EvaluationScope(WindowSet Windows, GroupKey Group, ulong HeldBefore);

/// <summary>AND, OR, NOT. Every child is always judged: people see every number, not only the deciding one, and recovery remembers them all.</summary>
internal sealed class CompiledGroup(LogicOperator logic, CompiledNode[] children) : CompiledNode
{
    public override bool IsMet(in EvaluationScope scope, ref ulong held)
    {
        var met = 0;
        foreach (var child in children)
        {
            met += child.IsMet(scope, ref held) ? 1 : 0;
        }

        return Holds(met);
    }

    public override bool CouldBeMet(WindowSet windows) => logic switch
    {
        LogicOperator.And => !Any(windows, couldBeMet: false),
        LogicOperator.Or => Any(windows, couldBeMet: true),
        _ => true,
    };

    /// <summary>All of an AND's children have to be met: watching one of them will do.</summary>
    public override IReadOnlyList<Tripwire>? Tripwires => logic switch
    {
        LogicOperator.And => children.Select(child => child.Tripwires).OfType<IReadOnlyList<Tripwire>>().MinBy(wires => wires.Count),
        LogicOperator.Or => Tripwire.Union(children.Select(child => child.Tripwires)),
        _ => null,
    };

    public override EvaluatedNode Evaluate(in EvaluationScope scope)
    {
        var judged = new EvaluatedNode[children.Length];
        for (var index = 0; index < judged.Length; index++)
        {
            judged[index] = children[index].Evaluate(scope);
        }

        return new EvaluatedGroup(logic, Holds(judged.Count(node => node.Met)), judged);
    }

    /// <summary>Without a closure: asked for every rule at every tick.</summary>
    private bool Any(WindowSet windows, bool couldBeMet)
    {
        foreach (var child in children)
        {
            if (child.CouldBeMet(windows) == couldBeMet)
            {
                return true;
            }
        }

        return false;
    }

    private bool Holds(int met) => logic switch
    {
        LogicOperator.And => met == children.Length,
        LogicOperator.Or => met > 0,
        LogicOperator.Not => met == 0,
        _ => throw new InvalidOperationException($"Unknown operator {logic}."),
    };
}
