using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary>Calls as CSV: one flat row a call, tags joined by <c>;</c>.</summary>
internal static class CallCsv
{
    /// <summary>Columns in order; the names are those of the API, with a dot for <c>tokens</c>.</summary>
    public static IReadOnlyList<CsvColumn<CallDocument>> Columns { get; } =
    [
        new("id", call => call.Id),
        new("started_at", call => UtcInstantConverter.Text(call.StartedAt)),
        new("provider", call => call.Provider),
        new("dialect", call => call.Dialect),
        new("operation", call => call.Operation),
        new("route", call => call.Route),
        new("request_model", call => call.RequestModel),
        new("response_model", call => call.ResponseModel),
        new("streaming", call => call.Streaming ? "true" : "false"),
        new("status_code", call => CsvDownload.Number(call.StatusCode)),
        new("outcome", call => EnumWords.Of(call.Outcome)),
        new("error_type", call => call.ErrorType),
        new("latency_ms", call => CsvDownload.Number(call.LatencyMs)),
        new("ttft_ms", call => CsvDownload.Number(call.TtftMs)),
        new("bytes_in", call => CsvDownload.Number(call.BytesIn)),
        new("bytes_out", call => CsvDownload.Number(call.BytesOut)),
        new("tokens.input", call => CsvDownload.Number(call.Tokens.Input)),
        new("tokens.output", call => CsvDownload.Number(call.Tokens.Output)),
        new("tokens.total", call => CsvDownload.Number(call.Tokens.Total)),
        new("tokens.uncached_input", call => CsvDownload.Number(call.Tokens.UncachedInput)),
        new("tokens.cache_read", call => CsvDownload.Number(call.Tokens.CacheRead)),
        new("tokens.cache_write_5m", call => CsvDownload.Number(call.Tokens.CacheWrite5m)),
        new("tokens.cache_write_1h", call => CsvDownload.Number(call.Tokens.CacheWrite1h)),
        new("tokens.reasoning", call => CsvDownload.Number(call.Tokens.Reasoning)),
        new("tokens.audio_input", call => CsvDownload.Number(call.Tokens.AudioInput)),
        new("tokens.audio_output", call => CsvDownload.Number(call.Tokens.AudioOutput)),
        new("tokens.source", call => EnumWords.Of(call.Tokens.Source)),
        new("cost_usd", call => CsvDownload.Number(call.CostUsd)),
        new("price_status", call => EnumWords.Of(call.PriceStatus)),
        new("user", call => call.User),
        new("team", call => call.Team),
        new("session", call => call.Session),
        new("tags", call => string.Join(';', call.Tags)),
        new("api_key", call => call.ApiKey),
        new("api_key_id", call => call.ApiKeyId),
    ];
}
