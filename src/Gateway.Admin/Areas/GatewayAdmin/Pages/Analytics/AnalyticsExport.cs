using System.Text.Json;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary>Every metric of each bucket and group as a file; buckets without calls have no row.</summary>
internal sealed class AnalyticsExport(IReadOnlyList<DateTimeOffset> bounds, IReadOnlyList<CallTotals> totals, CallDimension? groupBy, string format, DateTimeOffset now) : IResult
{
    public const string Csv = "csv";
    public const string Json = "json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Download.Name(httpContext.Response, "analytics", format, now);
        return format == Csv
            ? CsvDownload.WriteAsync(httpContext.Response, [.. Columns()], totals.ToAsyncEnumerable(), httpContext.RequestAborted)
            : JsonSerializer.SerializeAsync(httpContext.Response.Body, totals.Select(Row), GatewayJson.Options, httpContext.RequestAborted);
    }

    private IEnumerable<CsvColumn<CallTotals>> Columns()
    {
        yield return new("from", total => UtcInstantConverter.Text(bounds[total.Bucket]));
        yield return new("to", total => UtcInstantConverter.Text(bounds[total.Bucket + 1]));
        if (groupBy is { } dimension)
            yield return new(EnumWords.Of(dimension), total => total.Group?.Value);
        foreach (var metric in AnalyticsMetric.All)
            yield return new(metric.Name, total => CsvDownload.Number(metric.Value(total)));
    }

    private Dictionary<string, object?> Row(CallTotals total)
    {
        var row = new Dictionary<string, object?> { ["from"] = bounds[total.Bucket], ["to"] = bounds[total.Bucket + 1] };
        if (groupBy is { } dimension)
            row[EnumWords.Of(dimension)] = total.Group?.Value;
        foreach (var metric in AnalyticsMetric.All)
            row[metric.Name] = metric.Value(total);
        return row;
    }
}
