using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary>Calls as CSV (RFC 4180): one flat row a call, tags joined by <c>;</c>. Cells that a spreadsheet would run as a formula get a leading apostrophe.</summary>
internal static class CallCsv
{
    /// <summary>Columns in order; the names are those of the API, with a dot for <c>tokens</c>.</summary>
    private static readonly (string Name, Func<CallDocument, string?> Cell)[] Columns =
    [
        ("id", call => call.Id),
        ("started_at", call => UtcInstantConverter.Text(call.StartedAt)),
        ("provider", call => call.Provider),
        ("dialect", call => call.Dialect),
        ("operation", call => call.Operation),
        ("route", call => call.Route),
        ("request_model", call => call.RequestModel),
        ("response_model", call => call.ResponseModel),
        ("streaming", call => call.Streaming ? "true" : "false"),
        ("status_code", call => Number(call.StatusCode)),
        ("outcome", call => EnumWords.Of(call.Outcome)),
        ("error_type", call => call.ErrorType),
        ("latency_ms", call => Number(call.LatencyMs)),
        ("ttft_ms", call => Number(call.TtftMs)),
        ("bytes_in", call => Number(call.BytesIn)),
        ("bytes_out", call => Number(call.BytesOut)),
        ("tokens.input", call => Number(call.Tokens.Input)),
        ("tokens.output", call => Number(call.Tokens.Output)),
        ("tokens.total", call => Number(call.Tokens.Total)),
        ("tokens.uncached_input", call => Number(call.Tokens.UncachedInput)),
        ("tokens.cache_read", call => Number(call.Tokens.CacheRead)),
        ("tokens.cache_write_5m", call => Number(call.Tokens.CacheWrite5m)),
        ("tokens.cache_write_1h", call => Number(call.Tokens.CacheWrite1h)),
        ("tokens.reasoning", call => Number(call.Tokens.Reasoning)),
        ("tokens.audio_input", call => Number(call.Tokens.AudioInput)),
        ("tokens.audio_output", call => Number(call.Tokens.AudioOutput)),
        ("tokens.source", call => EnumWords.Of(call.Tokens.Source)),
        ("cost_usd", call => Number(call.CostUsd)),
        ("price_status", call => EnumWords.Of(call.PriceStatus)),
        ("user", call => call.User),
        ("team", call => call.Team),
        ("session", call => call.Session),
        ("tags", call => string.Join(';', call.Tags)),
        ("api_key", call => call.ApiKey),
        ("api_key_id", call => call.ApiKeyId),
    ];

    /// <summary>Writes asynchronously only: response streams refuse anything else.</summary>
    public static async Task WriteAsync(TextWriter text, IAsyncEnumerable<LlmCall> calls, CancellationToken cancellationToken)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\r\n" };
        var csv = new CsvWriter(text, configuration, leaveOpen: true);
        await using (csv)
        {
            foreach (var (name, _) in Columns)
                csv.WriteField(name);
            await csv.NextRecordAsync();

            await foreach (var call in calls.WithCancellation(cancellationToken))
            {
                var document = CallDocument.From(call);
                foreach (var (_, cell) in Columns)
                    csv.WriteField(cell(document));
                await csv.NextRecordAsync();
            }
        }
    }

    private static string? Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string? Number<T>(T? value)
        where T : struct, IFormattable => value is { } number ? Number(number) : null;
}
