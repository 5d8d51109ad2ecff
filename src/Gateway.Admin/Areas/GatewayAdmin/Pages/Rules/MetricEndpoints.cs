using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Windows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary><c>/api/alerts/metrics</c>: what rules can measure.</summary>
internal static class MetricEndpoints
{
    private static readonly MetricListJson Catalog = new([.. MetricCatalog.All.Select(CatalogMetricJson.Of)], MetricCatalog.All.Count);

    public static void Map(IEndpointRouteBuilder api) => api.MapGroup("/alerts/metrics").WithTags("Rules").RefuseOtherQuery()
        .MapGet("", () => Results.Ok(Catalog)).WithName("ListMetrics").WithSummary("Every metric that a condition can name").Produces<MetricListJson>();
}

internal sealed record MetricListJson(IReadOnlyList<CatalogMetricJson> Metrics, int Count);

/// <param name="Name">As conditions write it.</param>
/// <param name="Unit">Of its value and its threshold.</param>
/// <param name="Kind">How it is made.</param>
/// <param name="Description">What it is.</param>
/// <param name="GroupBy">The dimensions that a rule on it may be grouped by.</param>
/// <param name="NoCalls">What it is without a single call.</param>
internal sealed record CatalogMetricJson(string Name, string Unit, string Kind, string Description, IReadOnlyList<string> GroupBy, string NoCalls)
{
    public static CatalogMetricJson Of(Metric metric) => new(metric.Name, metric.Unit, EnumWords.Of(metric.Kind), metric.Description, Dimension.GroupNames, metric.NoCalls);
}
