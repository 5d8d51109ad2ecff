using System.Globalization;
using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;

namespace Gateway.Alerting.Rules;

/// <summary>Alerts in plain words.</summary>
public static class AlertText
{
    /// <summary>What happened, with the numbers of that moment: "cost of the day is $512.30 (over $500) and error rate is 34 % (over 20 %)".</summary>
    public static string Describe(CompiledRule rule, Evaluation evaluation)
    {
        var met = evaluation.Conditions.Where(reading => reading.Met).ToList();
        var said = met.Count > 0
            ? string.Join(" and ", met.Select(Describe))
            : evaluation.NoData ? "there were no calls" : "its logic holds";
        var group = string.Join(", ", rule.Grouping.Describe(evaluation.Group).Select(part => $"{part.Key} {part.Value}"));
        return group.Length == 0 ? said : $"{group}: {said}";
    }

    /// <summary>A value in its metric's unit: <c>$512.30</c>, <c>34 %</c>, <c>8.2 s</c>.</summary>
    public static string Value(string metric, double value) => MetricCatalog.Find(metric)?.Unit switch
    {
        "usd" => Dollars(value),
        "usd/h" => Dollars(value) + " an hour",
        "%" => Percent(value),
        "ms" => value >= 1000 ? $"{Round(value / 1000)} s" : $"{Round(value)} ms",
        "s" => $"{Round(value)} s",
        "tokens/s" => $"{Round(value)} tokens/s",
        _ => Round(value),
    };

    /// <summary>A value that a condition compares: of a change it is percent, whatever the metric.</summary>
    public static string Value(ConditionReading reading, double value) => Comparisons.IsChange(reading.Operator) ? Percent(value) : Value(reading.Metric, value);

    /// <summary>What a condition saw against what it wanted: <c>$512.30 (over $500)</c>.</summary>
    public static string Reading(ConditionReading reading)
    {
        var seen = reading.Actual is { } actual ? Value(reading, actual) : reading.Reason ?? "nothing to measure";
        return $"{seen} ({Words(reading.Operator)} {Value(reading, reading.Threshold)})";
    }

    private static string Describe(ConditionReading reading) =>
        $"{(Comparisons.IsChange(reading.Operator) ? "the change of " : "")}{MetricWords.Of(reading.Metric)} is {Reading(reading)}";

    /// <summary>Whole dollars as people write thresholds; else two places, and four below ten cents. What a token costs has the places that it needs.</summary>
    private static string Dollars(double value) => "$" + value.ToString(
        Math.Abs(value) switch
        {
            var dollars when dollars % 1 == 0 => "#,0",
            < 0.0001 => "0.#########",
            < 0.1 => "0.0000",
            _ => "#,0.00",
        },
        CultureInfo.InvariantCulture);

    private static string Percent(double value) => $"{Round(value)} %";

    private static string Words(string symbol) => Comparisons.TryParse(symbol, out var comparison) ? comparison.Words() : symbol;

    private static string Round(double value) => value.ToString(
        Math.Abs(value) switch
        {
            >= 1000 => "#,0",
            >= 1 => "0.##",
            _ => "0.####",
        },
        CultureInfo.InvariantCulture);
}
