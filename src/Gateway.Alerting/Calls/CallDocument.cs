using System.Text.Json.Serialization;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Calls;

/// <summary>A call.</summary>
/// <remarks>Written field by field in this order, and read back by <see cref="CallDocumentReader"/>.</remarks>
public sealed record CallDocument
{
    public required string Id { get; init; }

    [JsonConverter(typeof(UtcInstantConverter))]
    public required DateTimeOffset StartedAt { get; init; }

    public required string Provider { get; init; }

    public required string Dialect { get; init; }

    public required string Operation { get; init; }

    public required string Route { get; init; }

    public string? RequestModel { get; init; }

    public string? ResponseModel { get; init; }

    public bool Streaming { get; init; }

    public int StatusCode { get; init; }

    public CallOutcome Outcome { get; init; }

    public string? ErrorType { get; init; }

    public double LatencyMs { get; init; }

    public double? TtftMs { get; init; }

    public long BytesIn { get; init; }

    public long BytesOut { get; init; }

    public required CallTokensDocument Tokens { get; init; }

    /// <summary>Null when it is not known.</summary>
    public decimal? CostUsd { get; init; }

    public PriceStatus PriceStatus { get; init; }

    public string? User { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What people see of the key.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Keyed hash of the whole key.</summary>
    public string? ApiKeyId { get; init; }

    public static CallDocument From(LlmCall call) => new()
    {
        Id = call.Id,
        StartedAt = call.StartedAt,
        Provider = call.Provider,
        Dialect = call.Dialect,
        Operation = call.Operation,
        Route = call.Route,
        RequestModel = call.RequestModel,
        ResponseModel = call.ResponseModel,
        Streaming = call.Streaming,
        StatusCode = call.StatusCode,
        Outcome = call.Outcome,
        ErrorType = call.ErrorType,
        LatencyMs = Milliseconds(call.Latency),
        TtftMs = call.TimeToFirstToken is { } ttft ? Milliseconds(ttft) : null,
        BytesIn = call.BytesIn,
        BytesOut = call.BytesOut,
        Tokens = CallTokensDocument.From(call.Tokens),
        CostUsd = call.Cost.Amount?.Dollars,
        PriceStatus = call.Cost.Status,
        User = call.User,
        Team = call.Team,
        Session = call.Session,
        Tags = call.Tags,
        ApiKey = call.ApiKey,
        ApiKeyId = call.ApiKeyId,
    };

    /// <summary>Whole microseconds divided once, so that the shortest decimal comes out: 812.4, not 812.4000000000001.</summary>
    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMicroseconds) / 1000;
}

/// <summary>A call's tokens as the API writes them: <c>input</c>, <c>output</c> and <c>total</c> are derived, text output is what is left of <c>output</c>.</summary>
public sealed record CallTokensDocument
{
    /// <summary>Includes the three cache parts and audio.</summary>
    public long Input { get; init; }

    /// <summary>Includes reasoning and audio.</summary>
    public long Output { get; init; }

    public long Total { get; init; }

    public long UncachedInput { get; init; }

    public long CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long CacheWrite1h { get; init; }

    public long Reasoning { get; init; }

    public long AudioInput { get; init; }

    public long AudioOutput { get; init; }

    public TokenSource Source { get; init; }

    public static CallTokensDocument From(in TokenUsage tokens) => new()
    {
        Input = tokens.Input,
        Output = tokens.Output,
        Total = tokens.Total,
        UncachedInput = tokens.UncachedInput,
        CacheRead = tokens.CacheRead,
        CacheWrite5m = tokens.CacheWrite5m,
        CacheWrite1h = tokens.CacheWrite1h,
        Reasoning = tokens.Reasoning,
        AudioInput = tokens.AudioInput,
        AudioOutput = tokens.AudioOutput,
        Source = tokens.Source,
    };
}
