using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary><c>/api/analytics</c>: sums, quantiles and comparisons from what is kept beside the calls.</summary>
internal static class AnalyticsEndpoints
{
    private const int MostRows = 500;
    private const int StandardRows = 50;
    private const int MostLines = 20;
    private const int StandardLines = 6;

    private static readonly QueryParameter Limit = QueryParameter.Whole("limit", $"Largest groups first; 1 to {MostRows}, {StandardRows} when absent.");
    private static readonly QueryParameter Lines = QueryParameter.Whole("limit", $"How many of the largest groups have a series of their own, 1 to {MostLines}, {StandardLines} when absent; the rest is 'other' where parts add up.");

    /// <param name="api">The group <c>/api</c>.</param>
    public static void Map(IEndpointRouteBuilder api)
    {
        var analytics = api.MapGroup("/analytics").WithTags("Analytics").RefuseOtherQuery();
        analytics.MapGet("/timeseries", SeriesAsync)
            .WithName("GetTimeSeries").WithSummary("A metric over time, split by a dimension")
            .WithQuery([AnalyticsQuery.Metric, AnalyticsQuery.Interval, AnalyticsQuery.GroupBy, Lines, .. AnalyticsQuery.Parameters])
            .Produces<TimeSeriesJson>().ProducesValidationProblem();
        analytics.MapGet("/aggregate", AggregateAsync)
            .WithName("GetAggregate").WithSummary("Every metric over a range, with the change against the period before")
            .WithQuery(AnalyticsQuery.Parameters)
            .Produces<AggregateJson>().ProducesValidationProblem();
        analytics.MapGet("/provider-comparison", (HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time) => CompareAsync(CallDimension.Provider, context, desk, calendar, time))
            .WithName("CompareProviders").WithSummary("Providers side by side, most expensive first")
            .WithQuery([Limit, .. AnalyticsQuery.Parameters])
            .Produces<ComparisonJson>().ProducesValidationProblem();
        analytics.MapGet("/model-comparison", (HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time) => CompareAsync(CallDimension.Model, context, desk, calendar, time))
            .WithName("CompareModels").WithSummary("Models side by side, most expensive first")
            .WithQuery([Limit, .. AnalyticsQuery.Parameters])
            .Produces<ComparisonJson>().ProducesValidationProblem();
        analytics.MapGet("/hourly-breakdown", HoursAsync)
            .WithName("GetHourlyBreakdown").WithSummary("A metric by hour of the day")
            .WithQuery([AnalyticsQuery.Metric, .. AnalyticsQuery.Parameters])
            .Produces<HourlyJson>().ProducesValidationProblem();
        analytics.MapGet("/export", ExportAsync)
            .WithName("ExportAnalytics").WithSummary("All metrics by bucket and group as a file")
            .WithQuery([QueryParameter.OneOf("format", "csv (default) or json.", "csv", "json"), AnalyticsQuery.Interval, AnalyticsQuery.GroupBy, Limit, .. AnalyticsQuery.Parameters])
            .Produces(StatusCodes.Status200OK, contentType: "text/csv", additionalContentTypes: ["application/json"]).ProducesValidationProblem();
    }

    private static async Task<IResult> SeriesAsync(HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time)
    {
        var query = QueryReader.Of(context.Request);
        var scope = AnalyticsQuery.Scope(query, calendar, time);
        var groupBy = AnalyticsQuery.ReadGroup(query, scope);
        var metric = AnalyticsQuery.ReadMetric(query, scope, groupBy);
        var interval = AnalyticsQuery.ReadInterval(query, scope, groupBy);
        var lines = query.Whole("limit", 1, MostLines, StandardLines);
        return query.Problem
            ?? Json(TimeSeriesJson.Of(scope, metric, interval, groupBy, await desk.SeriesAsync(scope, metric, interval, groupBy, lines, context.RequestAborted)));
    }

    private static async Task<IResult> AggregateAsync(HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time)
    {
        var query = QueryReader.Of(context.Request);
        var scope = AnalyticsQuery.Scope(query, calendar, time);
        return query.Problem ?? Json(new AggregateJson(ScopeJson.Of(scope), MetricJson.All(await desk.ChangeAsync(scope, context.RequestAborted))));
    }

    private static async Task<IResult> CompareAsync(CallDimension dimension, HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time)
    {
        var query = QueryReader.Of(context.Request);
        var scope = AnalyticsQuery.Scope(query, calendar, time);
        var limit = query.Whole("limit", 1, MostRows, StandardRows);
        if (scope.Filters.ContainsKey(CallDimension.Tag))
            query.Refuse("tag", "cannot be combined with a comparison: sums by tag are kept apart");
        return query.Problem ?? Json(ComparisonJson.Of(scope, dimension, await desk.CompareAsync(scope, dimension, limit, withBefore: true, CallSumParts.All, context.RequestAborted)));
    }

    private static async Task<IResult> HoursAsync(HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time)
    {
        var query = QueryReader.Of(context.Request);
        var scope = AnalyticsQuery.Scope(query, calendar, time);
        var metric = AnalyticsQuery.ReadMetric(query, scope, null);
        if (query.Problem is { } problem)
            return problem;

        var now = await desk.HoursOfDayAsync(scope, metric, context.RequestAborted);
        var before = await desk.HoursOfDayAsync(scope.Before, metric, context.RequestAborted);
        return Json(new HourlyJson(ScopeJson.Of(scope), metric.Name, metric.Unit, [.. now.Zip(before, (one, other) =>
            new HourJson(one.Bucket, metric.Value(one), metric.Value(other), AnalyticsChange.Percent(metric.Value(one), metric.Value(other))))]));
    }

    private static async Task<IResult> ExportAsync(HttpContext context, AnalyticsDesk desk, LocalDays calendar, TimeProvider time)
    {
        var query = QueryReader.Of(context.Request);
        var scope = AnalyticsQuery.Scope(query, calendar, time);
        var groupBy = AnalyticsQuery.ReadGroup(query, scope);
        var interval = AnalyticsQuery.ReadInterval(query, scope, groupBy);
        var limit = query.Whole("limit", 1, MostRows, StandardRows);
        var format = query.OneOf("format", AnalyticsExport.Csv, AnalyticsExport.Csv, AnalyticsExport.Json);
        if (query.Problem is { } problem)
            return problem;

        var (bounds, totals) = await desk.TableAsync(scope, interval, groupBy, limit, context.RequestAborted);
        return new AnalyticsExport(bounds, totals, groupBy, format, time.GetUtcNow());
    }

    private static IResult Json<T>(T value) => Results.Json(value, GatewayJson.Options);
}
