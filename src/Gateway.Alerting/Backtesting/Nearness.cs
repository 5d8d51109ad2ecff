using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting;

/// <summary>How near a rule's logic is to holding: 1 where it holds, 0 where nothing points that way. Only good for comparing groups of one rule.</summary>
internal static class Nearness
{
    /// <summary>Whatever is met counts more than anything that is not.</summary>
    private const double AlmostThere = 0.999;

    public static double Of(EvaluatedNode node) => node switch
    {
        { Met: true } => 1,
        EvaluatedCondition condition => Of(condition.Reading),
        // All have to hold: the farthest decides.
        EvaluatedGroup { Type: LogicOperator.And } group => group.Conditions.Min(Of),
        EvaluatedGroup { Type: LogicOperator.Or } group => group.Conditions.Max(Of),
        _ => 0,
    };

    /// <summary>The part of the way from nothing to the threshold, in the direction in which it is compared.</summary>
    private static double Of(ConditionReading reading)
    {
        if (reading.Actual is not { } actual || !Comparisons.TryParse(reading.Operator, out var comparison))
            return 0;

        var (part, whole) = comparison.IsUnder() ? (reading.Threshold, actual) : (actual, reading.Threshold);
        return whole > 0 ? Math.Clamp(part / whole, 0, AlmostThere) : 0;
    }
}
