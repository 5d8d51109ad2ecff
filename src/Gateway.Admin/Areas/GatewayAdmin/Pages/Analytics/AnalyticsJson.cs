using Gateway.Alerting;
using Gateway.Alerting.Analytics;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary>A metric's value with the period before. <c>change_percent</c> is null without a value there.</summary>
internal sealed record MetricJson(double? Value, string Unit, double? Previous, double? ChangePercent)
{
    public static IReadOnlyDictionary<string, MetricJson> All(AnalyticsChange change) => AnalyticsMetric.All.ToDictionary(metric => metric.Name, metric => Of(change, metric));

    public static MetricJson Of(AnalyticsChange change, AnalyticsMetric metric) =>
        new(metric.Value(change.Now), metric.Unit, metric.Value(change.Before), change.Percent(metric));
}

/// <summary>What an answer is about, and the period it is compared with.</summary>
internal sealed record ScopeJson(DateTimeOffset From, DateTimeOffset To, DateTimeOffset PreviousFrom, DateTimeOffset PreviousTo, string TimeZone)
{
    public static ScopeJson Of(AnalyticsScope scope) => new(scope.From, scope.To, scope.Before.From, scope.Before.To, scope.Zone.Id);
}

/// <summary><c>GET /api/analytics/aggregate</c>.</summary>
internal sealed record AggregateJson(ScopeJson Range, IReadOnlyDictionary<string, MetricJson> Metrics);

/// <summary><c>GET /api/analytics/…-comparison</c>. <c>total</c> counts all groups, also those beyond <c>limit</c>.</summary>
internal sealed record ComparisonJson(ScopeJson Range, string GroupBy, IReadOnlyList<ComparisonRowJson> Rows, int Total)
{
    public static ComparisonJson Of(AnalyticsScope scope, CallDimension dimension, AnalyticsComparison comparison) => new(
        ScopeJson.Of(scope),
        EnumWords.Of(dimension),
        [.. comparison.Rows.Select(row => new ComparisonRowJson(row.Group!.Value, MetricJson.All(row)))],
        comparison.Groups);
}

/// <param name="Name">Null for calls without a value.</param>
/// <param name="Metrics">By name.</param>
internal sealed record ComparisonRowJson(string? Name, IReadOnlyDictionary<string, MetricJson> Metrics);

/// <summary><c>GET /api/analytics/hourly-breakdown</c>: 24 hours of the day, midnight first.</summary>
internal sealed record HourlyJson(ScopeJson Range, string Metric, string Unit, IReadOnlyList<HourJson> Hours);

internal sealed record HourJson(int Hour, double? Value, double? Previous, double? ChangePercent);

/// <summary><c>GET /api/analytics/timeseries</c>, as charts take it: every series has a value for each time, null where there was nothing to measure.</summary>
internal sealed record TimeSeriesJson(
    string Metric, string Unit, DateTimeOffset From, DateTimeOffset To, string Interval, string TimeZone, string? GroupBy, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<LineJson> Series)
{
    public static TimeSeriesJson Of(AnalyticsScope scope, AnalyticsMetric metric, CallInterval interval, CallDimension? groupBy, AnalyticsSeries series) => new(
        metric.Name,
        metric.Unit,
        scope.From,
        scope.To,
        EnumWords.Of(interval),
        scope.Zone.Id,
        groupBy is { } dimension ? EnumWords.Of(dimension) : null,
        [.. series.Times],
        [.. series.Lines.Select(line => new LineJson(line.Name, line.Values))]);
}

internal sealed record LineJson(string Name, IReadOnlyList<double?> Values);
