using System.Runtime.InteropServices;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Sums of one batch of new calls, made in memory so that each key costs one upsert, however many calls it has.</summary>
internal sealed class RollupBatch
{
    private readonly Dictionary<RollupRowKey, RollupRow> _minutes = [];
    private readonly Dictionary<TagKey, RollupRow> _tags = [];

    public IReadOnlyDictionary<RollupRowKey, RollupRow> Minutes => _minutes;

    /// <summary>The minutes, summed. A batch is of few of them.</summary>
    public IReadOnlyDictionary<RollupRowKey, RollupRow> Hours()
    {
        var hours = new Dictionary<RollupRowKey, RollupRow>();
        foreach (var (key, minute) in _minutes)
            Row(hours, key with { Bucket = CallTime.Bucket(key.Bucket, CallTime.HourMs) }).Add(minute);
        return hours;
    }

    public IReadOnlyDictionary<TagKey, RollupRow> Tags => _tags;

    public SketchBatch Sketches { get; } = new();

    public void Add(LlmCall call, in CallWordIds words)
    {
        // From the stored numbers, so that summing the table's rows gives the same buckets.
        var latencyUs = CallTime.Microseconds(call.Latency);
        var endedMs = call.StartedAt.ToUnixTimeMilliseconds() + (latencyUs / 1000);
        var key = new RollupRowKey(CallTime.Bucket(endedMs, CallTime.MinuteMs), words.Provider, words.Model, words.Route, words.ApiKey, words.User, words.Team);
        Row(_minutes, key).Add(call, latencyUs);
        Sketches.Add(endedMs, words.Provider, words.Model, latencyUs, TtftUs(call));
    }

    /// <param name="call">A call with tags.</param>
    /// <param name="tagOf">The number that an hour counts a tag under.</param>
    public void AddTags(LlmCall call, Func<long, string, long> tagOf)
    {
        var latencyUs = CallTime.Microseconds(call.Latency);
        var hour = CallTime.Bucket(call.StartedAt.ToUnixTimeMilliseconds() + (latencyUs / 1000), CallTime.HourMs);
        foreach (var tag in call.Tags.Select(tag => tagOf(hour, tag)).Distinct())
            Row(_tags, new(hour, tag)).Add(call, latencyUs);
    }

    private static long? TtftUs(LlmCall call) => call.TimeToFirstToken is { } ttft ? CallTime.Microseconds(ttft) : null;

    private static RollupRow Row<T>(Dictionary<T, RollupRow> rows, T key)
        where T : notnull
    {
        ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out _);
        return row ??= new RollupRow();
    }
}

/// <summary>What a rollup row is about; the numbers are ids of words, 0 for none.</summary>
internal readonly record struct RollupRowKey(long Bucket, long Provider, long Model, long Route, long ApiKey, long User, long Team);

/// <summary>What a row of the sums by tag is about.</summary>
internal readonly record struct TagKey(long Hour, long Tag);

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

    public const int LatencyMaxIndex = 18;

    /// <summary>Places among the columns.</summary>
    public static IReadOnlyList<int> PlacesOf(CallSumParts parts) =>
    [
        0,
        .. Of(parts & CallSumParts.Outcomes, 1, 6),
        .. Of(parts & CallSumParts.Cost, 7, 1),
        .. Of(parts & CallSumParts.Tokens, 8, 8),
        .. Of(parts & CallSumParts.Cost, 16, 1),
        .. Of(parts & CallSumParts.Latency, 17, 2),
        .. Of(parts & CallSumParts.Ttft, 19, 2),
    ];

    private static IEnumerable<int> Of(CallSumParts wanted, int first, int count) => wanted == default ? [] : Enumerable.Range(first, count);

    private readonly long[] _values = new long[Columns.Length];

    public ReadOnlySpan<long> Values => _values;

    /// <summary>Values in the order of the columns, as people know them.</summary>
    public static CallSums Sums(ReadOnlySpan<long> values) => new()
    {
        Calls = values[0],
        Errors = values[1],
        Failures = values[2],
        RateLimited = values[3],
        Overloaded = values[4],
        StreamErrors = values[5],
        ClientCancelled = values[6],
        Unpriced = values[7],
        Tokens = new TokenUsage
        {
            UncachedInput = values[8],
            CacheRead = values[9],
            CacheWrite5m = values[10],
            CacheWrite1h = values[11],
            AudioInput = values[12],
            TextOutput = values[13],
            Reasoning = values[14],
            AudioOutput = values[15],
        },
        Cost = new NanoUsd(values[16]),
        Latency = CallTime.Span(values[17]),
        MaxLatency = CallTime.Span(values[LatencyMaxIndex]),
        TtftCount = values[19],
        Ttft = CallTime.Span(values[20]),
    };

    public void Add(RollupRow other)
    {
        var max = Math.Max(_values[LatencyMaxIndex], other._values[LatencyMaxIndex]);
        for (var i = 0; i < _values.Length; i++)
            _values[i] += other._values[i];
        _values[LatencyMaxIndex] = max;
    }

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
