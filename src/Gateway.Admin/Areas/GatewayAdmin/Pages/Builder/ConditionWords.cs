using Gateway.Admin.Words;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>What a condition's fields offer, in words.</summary>
internal static class ConditionWords
{
    private static readonly string[] Order = ["Cost", "Errors", "Speed", "Tokens", "Traffic", "Presence"];

    /// <summary>By what people look for.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<Metric> Metrics)> Metrics { get; } =
        [.. Order.Select(group => (group, (IReadOnlyList<Metric>)[.. MetricCatalog.All.Where(metric => GroupOf(metric) == group)]))];

    public static IReadOnlyList<(string Symbol, string Words)> Operators { get; } =
    [
        .. Comparisons.Symbols.Select(symbol =>
        {
            Comparisons.TryParse(symbol, out var comparison);
            return (symbol, comparison.IsChange() ? $"has changed, {comparison.Words()}" : $"is {comparison.Words()}");
        }),
    ];

    /// <summary>Lengths of time that people often mean.</summary>
    public static IReadOnlyList<string> Windows { get; } = ["30s", "1m", "5m", "10m", "30m", "1h", "6h", "1d"];

    public static string Unit(Metric metric) => metric.Unit.Replace("usd", "$", StringComparison.Ordinal);

    /// <summary>The unit of the value: of a change it is percent, whatever the metric.</summary>
    public static (string Before, string After) Unit(string metric, string symbol) => Comparisons.IsChange(symbol)
        ? ("", "%")
        : MetricCatalog.Find(metric)?.Unit switch
        {
            "usd" => ("$", ""),
            "usd/h" => ("$", "an hour"),
            { } unit => ("", unit),
            null => ("", ""),
        };

    /// <summary>What stands in place of a window: "today" for the cost of the day.</summary>
    public static string Span(Metric metric) => metric switch
    {
        { Name: "monthly_cost" } => "this month",
        { IsCalendar: true } => "today",
        _ => "at this moment",
    };

    private static string GroupOf(Metric metric) => metric switch
    {
        { Kind: MetricKind.Present or MetricKind.Distinct } => "Presence",
        { Unit: "usd" or "usd/h" } or { Name: "cost_change_percent" or "unpriced_requests" } => "Cost",
        { Unit: "ms" or "tokens/s" } => "Speed",
        { Unit: "tokens" } or { Name: "cache_hit_rate" } => "Tokens",
        { Name: "total_requests" or "requests_per_minute" } => "Traffic",
        _ => "Errors",
    };
}
