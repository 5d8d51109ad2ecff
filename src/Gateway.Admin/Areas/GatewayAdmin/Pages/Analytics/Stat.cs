using System.Globalization;
using Gateway.Admin.Words;
using Gateway.Alerting.Analytics;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary>One number of the page's first row, with the change against the period before.</summary>
internal sealed record Stat(string Metric)
{
    public static IReadOnlyList<Stat> All { get; } =
    [
        new("total_requests"),
        new("total_cost"),
        new("total_tokens"),
        new("error_rate"),
        new("p95_latency"),
        new("avg_ttft"),
    ];

    public string Label => Say.Metric(Metric);

    public string Value(AnalyticsChange change) => Of(Metric, AnalyticsMetric.Find(Metric)!.Value(change.Now));

    public string Hint(AnalyticsChange change) => Change(change, AnalyticsMetric.Find(Metric)!);

    /// <summary>Counts in short, everything else in its unit.</summary>
    public static string Of(string metric, double? value) => AnalyticsMetric.Find(metric)!.Unit is "calls" or "tokens" && value is { } count
        ? Say.Count((long)count)
        : Say.Value(metric, value);

    /// <summary>A value for the chart, in the digits that are read beside it: more would be half of the page.</summary>
    public static string? Point(double? value) => value?.ToString(Math.Abs(value.Value) >= 1 ? "0.##" : "G4", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>+12 % (was $4.20)</c>.</summary>
    public static string Change(AnalyticsChange change, AnalyticsMetric metric) => (metric.Value(change.Now), metric.Value(change.Before)) switch
    {
        (null, null) => "nothing to measure",
        (_, null) or (_, 0) when change.Before.Sums.Calls == 0 => "no calls in the period before",
        (_, var before) => Percent(change.Percent(metric)) is { } percent ? $"{percent} (was {Of(metric.Name, before)})" : $"was {Of(metric.Name, before)}",
    };

    /// <summary>Signed, whole from ten on; null without a base.</summary>
    public static string? Percent(double? percent) => percent switch
    {
        null => null,
        > 999 => "> +999 %",
        { } value => (value >= 0 ? "+" : "−") + Say.Percent(Math.Round(Math.Abs(value), Math.Abs(value) < 10 ? 1 : 0)),
    };
}
