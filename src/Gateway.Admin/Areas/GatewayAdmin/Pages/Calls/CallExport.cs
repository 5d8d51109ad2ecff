using System.Text.Json;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary>Writes matching calls as a file while they are read: memory does not grow with the log, and a slow client only slows itself.</summary>
/// <remarks>A fault midway cuts the connection, so a broken file is never taken for a whole one.</remarks>
internal sealed class CallExport(ICallLog log, CallFilter filter, string format, DateTimeOffset now) : IResult
{
    public const string Csv = "csv";
    public const string Json = "json";
    public const string Ndjson = "ndjson";

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        Download.Name(response, "calls", format, now);
        var calls = log.StreamAsync(filter, httpContext.RequestAborted);
        return format switch
        {
            Csv => CsvDownload.WriteAsync(response, CallCsv.Columns, calls.Select(CallDocument.From), httpContext.RequestAborted),
            Json => JsonSerializer.SerializeAsync(response.Body, calls.Select(CallDocument.From), GatewayJson.Options, httpContext.RequestAborted),
            _ => WriteLinesAsync(response, calls, httpContext.RequestAborted),
        };
    }

    private static async Task WriteLinesAsync(HttpResponse response, IAsyncEnumerable<LlmCall> calls, CancellationToken cancellationToken)
    {
        await foreach (var call in calls)
        {
            // Writing to the pipe waits whenever the client is behind.
            await JsonSerializer.SerializeAsync(response.BodyWriter, CallDocument.From(call), GatewayJson.Options, cancellationToken);
            await response.BodyWriter.WriteAsync(NewLine, cancellationToken);
        }
    }
}
