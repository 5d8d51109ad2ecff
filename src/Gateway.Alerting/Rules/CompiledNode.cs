using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>A node of a rule's logic, bound to metrics and windows.</summary>
internal abstract class CompiledNode
{
    public abstract EvaluatedNode Evaluate(in EvaluationScope scope);
}

/// <summary>What an evaluation looks at: the windows, one group, and which conditions were met at the tick before.</summary>
internal readonly record struct EvaluationScope(WindowSet Windows, GroupKey Group, ulong MetBefore);

/// <summary>AND, OR, NOT. Every child is always judged, so that people see every number, not only the deciding one.</summary>
internal sealed class CompiledGroup(LogicOperator logic, IReadOnlyList<CompiledNode> children) : CompiledNode
{
    public override EvaluatedNode Evaluate(in EvaluationScope scope)
    {
        var judged = new EvaluatedNode[children.Count];
        for (var index = 0; index < judged.Length; index++)
        {
            judged[index] = children[index].Evaluate(scope);
        }

        return new EvaluatedGroup(logic, Holds(judged), judged);
    }

    private bool Holds(EvaluatedNode[] judged) => logic switch
    {
        LogicOperator.And => judged.All(node => node.Met),
        LogicOperator.Or => judged.Any(node => node.Met),
        LogicOperator.Not => !judged[0].Met,
        _ => throw new InvalidOperationException($"Unknown operator {logic}."),
    };
}

/// <summary>A metric against a threshold, with its sample minimum and its recovery value.</summary>
/// <param name="condition">As written.</param>
/// <param name="index">Its place among the rule's conditions: its bit in <see cref="Evaluation.MetConditions"/>.</param>
/// <param name="metric">What it measures.</param>
/// <param name="population">Over which calls.</param>
/// <param name="window">Over how long.</param>
internal sealed class CompiledCondition(Condition condition, int index, Metric metric, Population population, TimeSpan window) : CompiledNode
{
    public IEnumerable<SeriesKey> Series => metric.Measures.Append(Measure.Requests).Distinct().Select(measure => new SeriesKey(population, measure, window));

    public Population Population => population;

    public override EvaluatedNode Evaluate(in EvaluationScope scope)
    {
        var series = new SeriesReader(scope.Windows, population, window, scope.Group);
        var requests = series.Requests;
        var (actual, reason) = metric.Read(series);
        if (actual is not null && requests < condition.MinRequests)
        {
            reason = $"{requests} of {condition.MinRequests} requests";
        }

        var threshold = WasMet(scope) && condition.Recovery is { } recovery ? recovery : condition.Threshold;
        var met = reason is null && actual is { } number && condition.Operator.Holds(number, threshold);
        return new EvaluatedCondition(new ConditionReading(condition.Metric, condition.Operator.Symbol(), condition.Threshold, actual, met, requests, reason));
    }

    private bool WasMet(in EvaluationScope scope) => (scope.MetBefore & (1UL << index)) != 0;
}
