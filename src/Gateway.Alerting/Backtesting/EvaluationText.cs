using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting;

/// <summary>A judged logic as lines for a terminal: every number, and what came of it.</summary>
internal static class EvaluationText
{
    public static IEnumerable<string> Lines(EvaluatedNode node) => node switch
    {
        EvaluatedCondition condition => [Line(condition.Reading)],
        EvaluatedGroup group => [$"{group.Type.ToString().ToUpperInvariant()}: {Verdict(group.Met)}", .. group.Conditions.SelectMany(Lines).Select(line => "  " + line)],
        _ => [],
    };

    private static string Line(ConditionReading reading)
    {
        var actual = reading.Actual is { } value ? Number(value) : "nothing";
        var reason = reading.Reason is { } why ? $", {why}" : "";
        return $"{reading.Metric} {reading.Operator} {Number(reading.Threshold)}: was {actual} over {reading.Requests} requests{reason}: {Verdict(reading.Met)}";
    }

    private static string Verdict(bool met) => met ? "met" : "not met";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
