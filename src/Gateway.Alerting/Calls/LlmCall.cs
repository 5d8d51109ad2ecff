using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Calls;

/// <summary>One proxied LLM request with its answer, metered. Immutable; made once, when the call has ended.</summary>
public sealed record LlmCall
{
    /// <summary>What comes within this time comes at once.</summary>
    private static readonly TimeSpan OnePiece = TimeSpan.FromMilliseconds(10);

    /// <summary>Unique. Calls metered here have a UUIDv7 in "N" format; imported ones keep the id they came with.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The cluster's <c>Llm.Provider</c>: names the price list.</summary>
    public required string Provider { get; init; }

    /// <summary>The wire format that was read, such as <c>openai-chat</c>; <c>unknown</c> where the path is none we can read.</summary>
    public required string Dialect { get; init; }

    /// <summary><c>chat</c>, <c>responses</c>, <c>messages</c>, <c>generate</c>, <c>embeddings</c> or <c>other</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The proxy route's id.</summary>
    public required string Route { get; init; }

    public string? RequestModel { get; init; }

    public string? ResponseModel { get; init; }

    public bool Streaming { get; init; }

    /// <summary>What the client was answered; 0 when it left before any answer.</summary>
    public int StatusCode { get; init; }

    public CallOutcome Outcome { get; init; }

    /// <summary>The provider's own error type, or the proxy's, when the call failed.</summary>
    public string? ErrorType { get; init; }

    /// <summary>From the request's arrival to the last byte of its answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>From the request's arrival to the first <em>content</em>: pings, role markers and empty deltas do not count. Null when there was none.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>
    /// Output tokens a second: of a stream from its first content to its end; of an answer that came in one piece over all of its time, as nobody
    /// can see when its first word was there. Null without output.
    /// </summary>
    public double? OutputSpeed
    {
        get
        {
            var afterFirst = Streaming && TimeToFirstToken is { } first ? Latency - first : TimeSpan.Zero;
            var time = afterFirst >= OnePiece ? afterFirst : Latency;
            return Tokens.Output > 0 && time > TimeSpan.Zero ? Tokens.Output / time.TotalSeconds : null;
        }
    }

    public long BytesIn { get; init; }

    public long BytesOut { get; init; }

    public TokenUsage Tokens { get; init; }

    public CallCost Cost { get; init; }

    public string? User { get; init; }

    public string? Team { get; init; }

    public string? Session { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>For people: a recognisable prefix and the last four characters, such as <c>sk-…9fQ2</c>. The key itself is never kept.</summary>
    public string? ApiKey { get; init; }

    /// <summary>For machines: keyed hash of the whole key, so that two keys which look alike stay two.</summary>
    public string? ApiKeyId { get; init; }

    public DateTimeOffset EndedAt => StartedAt + Latency;

    /// <summary>The model to group, filter and price by: what answered, or what was asked for when nothing answered.</summary>
    public string? Model => ResponseModel ?? RequestModel;
}
