using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Storage;

/// <summary>Reads the sums that are kept beside the calls and outlive them. Every read has its own short connection.</summary>
public interface ICallRollups
{
    /// <summary>Sums per UTC minute of the calls' ends, for minutes that start in [<paramref name="from"/>, <paramref name="to"/>), oldest first, in bounded memory.</summary>
    IAsyncEnumerable<CallRollup> MinutesAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Like <see cref="MinutesAsync"/>, per UTC hour.</summary>
    IAsyncEnumerable<CallRollup> HoursAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>What calls of one kind add up to over one minute or hour.</summary>
public sealed record CallRollup(CallRollupKey Key, CallSums Sums);

/// <summary>When and what a rollup is about; null where the calls had none.</summary>
public sealed record CallRollupKey
{
    /// <summary>Start of the minute or hour in which the calls ended.</summary>
    public required DateTimeOffset Start { get; init; }

    public required string Provider { get; init; }

    public string? Model { get; init; }

    public required string Route { get; init; }

    /// <summary>The displayed form, as <see cref="LlmCall.ApiKey"/>.</summary>
    public string? ApiKey { get; init; }

    public string? ApiKeyId { get; init; }

    public string? User { get; init; }

    public string? Team { get; init; }

    /// <summary>A call with these dimensions and nothing else: what filters and groups look at.</summary>
    public LlmCall ToCall() => new()
    {
        Id = "",
        StartedAt = Start,
        Provider = Provider,
        Dialect = "",
        Operation = "",
        Route = Route,
        RequestModel = Model,
        ApiKey = ApiKey,
        ApiKeyId = ApiKeyId,
        User = User,
        Team = Team,
    };
}

/// <summary>Sums over calls. Durations are whole microseconds.</summary>
public sealed record CallSums
{
    public long Calls { get; init; }

    public long Errors { get; init; }

    public long Failures { get; init; }

    public long RateLimited { get; init; }

    public long Overloaded { get; init; }

    /// <summary>Streams with an error inside, and streams without their terminal event.</summary>
    public long StreamErrors { get; init; }

    public long ClientCancelled { get; init; }

    public long Unpriced { get; init; }

    /// <summary>The eight buckets, summed; the source says nothing here.</summary>
    public TokenUsage Tokens { get; init; }

    /// <summary>Known costs only: <see cref="Unpriced"/> says how many calls are not in it.</summary>
    public NanoUsd Cost { get; init; }

    public TimeSpan Latency { get; init; }

    public TimeSpan MaxLatency { get; init; }

    /// <summary>How many calls had a time to first token.</summary>
    public long TtftCount { get; init; }

    public TimeSpan Ttft { get; init; }

    /// <summary>Both together.</summary>
    public CallSums Plus(CallSums other) => new()
    {
        Calls = Calls + other.Calls,
        Errors = Errors + other.Errors,
        Failures = Failures + other.Failures,
        RateLimited = RateLimited + other.RateLimited,
        Overloaded = Overloaded + other.Overloaded,
        StreamErrors = StreamErrors + other.StreamErrors,
        ClientCancelled = ClientCancelled + other.ClientCancelled,
        Unpriced = Unpriced + other.Unpriced,
        Tokens = new TokenUsage
        {
            UncachedInput = Tokens.UncachedInput + other.Tokens.UncachedInput,
            CacheRead = Tokens.CacheRead + other.Tokens.CacheRead,
            CacheWrite5m = Tokens.CacheWrite5m + other.Tokens.CacheWrite5m,
            CacheWrite1h = Tokens.CacheWrite1h + other.Tokens.CacheWrite1h,
            AudioInput = Tokens.AudioInput + other.Tokens.AudioInput,
            TextOutput = Tokens.TextOutput + other.Tokens.TextOutput,
            Reasoning = Tokens.Reasoning + other.Tokens.Reasoning,
            AudioOutput = Tokens.AudioOutput + other.Tokens.AudioOutput,
        },
        Cost = new NanoUsd(Cost.Value + other.Cost.Value),
        Latency = Latency + other.Latency,
        MaxLatency = MaxLatency > other.MaxLatency ? MaxLatency : other.MaxLatency,
        TtftCount = TtftCount + other.TtftCount,
        Ttft = Ttft + other.Ttft,
    };
}
