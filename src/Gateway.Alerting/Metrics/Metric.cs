namespace Gateway.Alerting.Metrics;

/// <summary>One thing a rule can measure.</summary>
/// <param name="Name">As rules write it.</param>
/// <param name="Unit"><c>calls, %, tokens, usd, ms, s</c> or a rate of these.</param>
/// <param name="Kind"><c>count, sum, rate, percent, average, quantile</c> or <c>calendar</c>.</param>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="NoCalls">What it is when there were no calls.</param>
/// <param name="Measures">The measures whose windows it reads; <see cref="Measure.Requests"/> is always among them.</param>
/// <param name="Read">Computes it.</param>
public sealed record Metric(
    string Name,
    string Unit,
    string Kind,
    string Description,
    string NoCalls,
    IReadOnlyList<Measure> Measures,
    Func<SeriesReader, MetricReading> Read)
{
    /// <summary>Days and months have their own length: <c>time_window</c> does not apply.</summary>
    public bool IsCalendar => Kind == "calendar";
}

/// <summary>A metric's value, or why there is none.</summary>
public readonly record struct MetricReading(double? Value, string? Reason)
{
    public static MetricReading Of(double value) => new(value, null);

    public static MetricReading Nothing(string reason) => new(null, reason);
}
