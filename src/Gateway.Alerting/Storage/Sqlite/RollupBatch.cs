using System.Runtime.InteropServices;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Sums of one batch of new calls, made in memory so that each key costs one upsert, however many calls it has.</summary>
internal sealed class RollupBatch
{
    private readonly Dictionary<RollupRowKey, RollupRow> _minutes = [];
    private readonly Dictionary<RollupRowKey, RollupRow> _hours = [];

    public IReadOnlyDictionary<RollupRowKey, RollupRow> Minutes => _minutes;

    public IReadOnlyDictionary<RollupRowKey, RollupRow> Hours => _hours;

    public void Add(LlmCall call, in CallWordIds words)
    {
        // From the stored numbers, so that summing the table's rows gives the same buckets.
        var latencyUs = CallTime.Microseconds(call.Latency);
        var endedMs = call.StartedAt.ToUnixTimeMilliseconds() + (latencyUs / 1000);
        var key = new RollupRowKey(0, words.Provider, words.Model, words.Route, words.ApiKey, words.User, words.Team);
        Row(_minutes, key with { Bucket = CallTime.Bucket(endedMs, CallTime.MinuteMs) }).Add(call, latencyUs);
        Row(_hours, key with { Bucket = CallTime.Bucket(endedMs, CallTime.HourMs) }).Add(call, latencyUs);
    }

    private static RollupRow Row(Dictionary<RollupRowKey, RollupRow> rows, RollupRowKey key)
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out _);
        return row ??= new RollupRow();
    }
}

/// <summary>What a rollup row is about; the numbers are ids of words, 0 for none.</summary>
internal readonly record struct RollupRowKey(long Bucket, long Provider, long Model, long Route, long ApiKey, long User, long Team);

/// <summary>The sums of one rollup row, in the order of its columns.</summary>
internal sealed class RollupRow
{
    public static readonly string[] Columns =
    [
        "calls", "errors", "failures", "rate_limited", "overloaded", "stream_errors", "client_cancelled", "unpriced",
        "uncached_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "text_output", "reasoning", "audio_output",
        "cost_nano", "latency_us", LatencyMax, "ttft_count", "ttft_us",
    ];

    /// <summary>The only column that is not a sum.</summary>
    public const string LatencyMax = "latency_max_us";

    private readonly long[] _values = new long[Columns.Length];

    public ReadOnlySpan<long> Values => _values;

    public void Add(LlmCall call, long latencyUs)
    {
        var next = 0;
        Sum(1);
        Count(call.Outcome.IsError());
        Count(call.Outcome.IsFailure());
        Count(call.Outcome is CallOutcome.RateLimited);
        Count(call.Outcome is CallOutcome.Overloaded);
        Count(call.Outcome is CallOutcome.StreamError or CallOutcome.StreamTruncated);
        Count(call.Outcome is CallOutcome.ClientCancelled);
        Count(call.Cost.Status is PriceStatus.Unpriced);
        Sum(call.Tokens.UncachedInput);
        Sum(call.Tokens.CacheRead);
        Sum(call.Tokens.CacheWrite5m);
        Sum(call.Tokens.CacheWrite1h);
        Sum(call.Tokens.AudioInput);
        Sum(call.Tokens.TextOutput);
        Sum(call.Tokens.Reasoning);
        Sum(call.Tokens.AudioOutput);
        Sum(call.Cost.Amount?.Value ?? 0);
        Sum(latencyUs);
        _values[next] = Math.Max(_values[next], latencyUs);
        next++;
        Count(call.TimeToFirstToken is not null);
        Sum(call.TimeToFirstToken is { } ttft ? CallTime.Microseconds(ttft) : 0);

        void Count(bool holds) => Sum(holds ? 1 : 0);
        void Sum(long value) => _values[next++] += value;
    }
}
