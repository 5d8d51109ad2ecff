using System.Text.Json;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.History;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>Writes matching alerts as a file while they are read: memory does not grow with the history, and a slow client only slows itself.</summary>
/// <remarks>A fault midway cuts the connection, so a broken file is never taken for a whole one.</remarks>
internal sealed class AlertExport(IAlertLog log, AlertFilter filter, string format, DateTimeOffset now) : IResult
{
    public const string Csv = "csv";
    public const string Json = "json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        Download.Name(response, "alerts", format, now);
        var alerts = log.StreamAsync(filter, httpContext.RequestAborted);
        return format == Csv
            ? CsvDownload.WriteAsync(response, AlertCsv.Columns, alerts, httpContext.RequestAborted)
            : JsonSerializer.SerializeAsync(response.Body, alerts, GatewayJson.Options, httpContext.RequestAborted);
    }
}
