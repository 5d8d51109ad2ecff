using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Calls;

public sealed class CallDocumentReaderTests
{
    private const string Start = "\"started_at\":\"2026-03-14T12:00:00Z\"";

    private readonly CallDocumentReader _reader = new(new FlatPrices(), new FakeTimeProvider(SomeCalls.Noon));

    [Fact]
    public void Read_OfOnlyAStart_DefaultsTheRest()
    {
        var call = Read($"{{{Start}}}");

        Assert.Equivalent(
            new LlmCall
            {
                Id = call.Id,
                StartedAt = SomeCalls.Noon,
                Provider = "unknown",
                Dialect = "unknown",
                Operation = "other",
                Route = "unknown",
                StatusCode = 200,
                Cost = CallCost.Unpriced,
            },
            call,
            strict: true);
    }

    [Fact]
    public void Read_WithoutAnId_MakesOneFromTheLine()
    {
        Assert.Equal(Read($"{{{Start}}}").Id, Read($"{{{Start}}}").Id);
        Assert.NotEqual(Read($"{{{Start}}}").Id, Read($"{{{Start},\"user\":\"ada\"}}").Id);
        Assert.Matches("^[0-9a-f]{32}$", Read($"{{{Start},\"id\":\"\"}}").Id);
    }

    [Theory]
    [InlineData("\"status_code\":200", 200, CallOutcome.Success)]
    [InlineData("\"status_code\":404", 404, CallOutcome.ClientError)]
    [InlineData("\"status_code\":429", 429, CallOutcome.RateLimited)]
    [InlineData("\"status_code\":529", 529, CallOutcome.Overloaded)]
    [InlineData("\"status_code\":503", 503, CallOutcome.ServerError)]
    [InlineData("\"status_code\":0", 0, CallOutcome.ClientCancelled)]
    [InlineData("\"outcome\":\"timeout\"", 504, CallOutcome.Timeout)]
    [InlineData("\"outcome\":\"client_cancelled\"", 0, CallOutcome.ClientCancelled)]
    [InlineData("\"outcome\":\"stream_error\"", 200, CallOutcome.StreamError)]
    [InlineData("\"status_code\":200,\"outcome\":\"stream_truncated\"", 200, CallOutcome.StreamTruncated)]
    public void Read_OfStatusOrOutcome_DerivesTheOther(string fields, int status, CallOutcome outcome)
    {
        var call = Read($"{{{Start},{fields}}}");

        Assert.Equal((status, outcome), (call.StatusCode, call.Outcome));
    }

    [Theory]
    //                                                            uncached read 5m audio-in | text reasoning audio-out
    [InlineData("\"input\":10,\"output\":4", 10, 0, 0, 0, 4, 0, 0)]
    [InlineData("\"uncached_input\":10", 10, 0, 0, 0, 0, 0, 0)]
    [InlineData("\"input\":10,\"cache_read\":3,\"audio_input\":2", 5, 3, 0, 2, 0, 0, 0)]
    [InlineData("\"input\":10,\"uncached_input\":7,\"cache_write_5m\":3", 7, 0, 3, 0, 0, 0, 0)]
    [InlineData("\"output\":10,\"reasoning\":6,\"audio_output\":1", 0, 0, 0, 0, 3, 6, 1)]
    [InlineData("\"input\":10,\"total\":14", 10, 0, 0, 0, 4, 0, 0)]
    [InlineData("\"output\":4,\"total\":14", 10, 0, 0, 0, 4, 0, 0)]
    [InlineData("\"uncached_input\":8,\"cache_read\":2,\"total\":14,\"reasoning\":1", 8, 2, 0, 0, 3, 1, 0)]
    [InlineData("\"total\":14", 14, 0, 0, 0, 0, 0, 0)]
    [InlineData("\"reasoning\":5", 0, 0, 0, 0, 0, 5, 0)]
    [InlineData("\"input\":10.0", 10, 0, 0, 0, 0, 0, 0)]
    public void Read_OfTokensInAnyForm_FillsTheBuckets(string tokens, long uncached, long read, long write, long audioIn, long text, long reasoning, long audioOut)
    {
        var usage = Read($"{{{Start},\"tokens\":{{{tokens}}}}}").Tokens;

        Assert.Equal(
            new TokenUsage
            {
                UncachedInput = uncached,
                CacheRead = read,
                CacheWrite5m = write,
                AudioInput = audioIn,
                TextOutput = text,
                Reasoning = reasoning,
                AudioOutput = audioOut,
                Source = TokenSource.Provider,
            },
            usage);
    }

    [Theory]
    [InlineData("\"cost_usd\":0.5", 500_000_000L, PriceStatus.ProviderReported)]
    [InlineData("\"cost_usd\":0.5,\"price_status\":\"partial\"", 500_000_000L, PriceStatus.Partial)]
    [InlineData("\"cost_usd\":0", 0L, PriceStatus.ProviderReported)]
    [InlineData("\"response_model\":\"known\",\"tokens\":{\"input\":7}", 7L, PriceStatus.Priced)]
    [InlineData("\"request_model\":\"known\",\"cost_usd\":null,\"price_status\":\"unpriced\",\"tokens\":{\"input\":7}", 7L, PriceStatus.Priced)]
    [InlineData("\"request_model\":\"never heard of\",\"price_status\":\"priced\"", null, PriceStatus.Unpriced)]
    public void Read_OfCost_TakesWhatIsGivenAndElsePrices(string fields, long? nano, PriceStatus status)
    {
        var cost = Read($"{{{Start},{fields}}}").Cost;

        Assert.Equal((nano, status), (cost.Amount?.Value, cost.Status));
    }

    [Theory]
    [InlineData("{}", "started_at is required: an RFC 3339 time")]
    [InlineData("[]", "must be one JSON object")]
    [InlineData("{\"started_at\":", "is not valid JSON at byte 14")]
    [InlineData("{\"started_at\":\"yesterday\"}", "started_at must be an RFC 3339 time such as \"2026-03-14T09:30:00Z\" or a date such as \"2026-03-14\", was \"yesterday\"")]
    [InlineData("{\"started_at\":1773489600}", "started_at must be an RFC 3339 time")]
    [InlineData("{\"started_at\":\"2019-12-31T23:59:59Z\"}", "started_at must be from 2020-01-01T00:00:00.000Z to now, which is 2026-03-14T12:00:00.000Z, was 2019-12-31T23:59:59.000Z")]
    [InlineData("{\"started_at\":\"2026-03-14T12:05:01Z\"}", "started_at must be from")]
    [InlineData("{$,\"tokens\":{\"input\":\"x\"}}", "tokens.input must be a whole number >= 0 and <= 1000000000000, was \"x\"")]
    [InlineData("{$,\"tokens\":{\"input\":1.5}}", "tokens.input must be a whole number")]
    [InlineData("{$,\"tokens\":{\"cache_read\":-1}}", "tokens.cache_read must be a whole number")]
    [InlineData("{$,\"tokens\":7}", "tokens must be an object, was 7")]
    [InlineData("{$,\"tokens\":{\"input\":5,\"cache_read\":6}}", "tokens.input is less than the parts")]
    [InlineData("{$,\"tokens\":{\"input\":5,\"uncached_input\":6}}", "tokens.input must be the sum of")]
    [InlineData("{$,\"tokens\":{\"output\":5,\"reasoning\":6}}", "tokens.output is less than the parts")]
    [InlineData("{$,\"tokens\":{\"total\":5,\"input\":6}}", "tokens.total is less than the parts")]
    [InlineData("{$,\"tokens\":{\"input\":5,\"output\":6,\"total\":12}}", "tokens.total must be input plus output, which is 11, was 12")]
    [InlineData("{$,\"status_code\":1000}", "status_code must be a whole number >= 0 and <= 999, was 1000")]
    [InlineData("{$,\"outcome\":\"Success\"}", "outcome must be one of success, client_error, rate_limited")]
    [InlineData("{$,\"latency_ms\":-1}", "latency_ms must be a number >= 0")]
    [InlineData("{$,\"latency_ms\":1e300}", "latency_ms must be a number >= 0")]
    [InlineData("{$,\"streaming\":\"yes\"}", "streaming must be true or false, was \"yes\"")]
    [InlineData("{$,\"tags\":\"a\"}", "tags must be an array of at most 64 texts")]
    [InlineData("{$,\"tags\":[1]}", "tags must be an array of at most 64 texts")]
    [InlineData("{$,\"user\":\"\\ud800\"}", "user must be text of at most 512 characters")]
    [InlineData("{$,\"cost_usd\":-1}", "cost_usd must be a number >= 0")]
    [InlineData("{$,\"cost_usd\":1,\"price_status\":\"unpriced\"}", "price_status must not be unpriced")]
    [InlineData("{$,\"provider\":5,\"bytes_in\":\"x\"}", "provider must be text of at most 512 characters, was 5|bytes_in must be a whole number >= 0, was \"x\"")]
    public void Read_OfMistakes_NamesEachFieldAndWhatIsAllowed(string json, string expected)
    {
        var problems = new List<string>();

        Assert.Null(_reader.Read(Encoding.UTF8.GetBytes(json.Replace("$", Start, StringComparison.Ordinal)), problems));
        Assert.StartsWith(expected, string.Join('|', problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfBytesThatAreNoText_IsAMistakeLikeAnyOther()
    {
        var problems = new List<string>();
        byte[] json = [.. Encoding.UTF8.GetBytes($"{{{Start},\"user\":\""), 0xff, .. Encoding.UTF8.GetBytes("\"}")];

        Assert.Null(_reader.Read(json, problems));
        Assert.Single(problems);
    }

    [Theory]
    [InlineData("2026-03-14T12:05:00Z")]
    [InlineData("2026-03-14T13:00:00+01:00")]
    [InlineData("2026-03-14T12:00:00")]
    [InlineData("2026-03-14 12:00:00.123456789Z")]
    [InlineData("2026-03-14")]
    [InlineData("2020-01-01T00:00:00Z")]
    public void Read_OfStartsInAnyForm_IsUnderstood(string started) => Read($"{{\"started_at\":\"{started}\"}}");

    private LlmCall Read(string json)
    {
        var problems = new List<string>();
        var call = _reader.Read(Encoding.UTF8.GetBytes(json), problems);
        Assert.Empty(problems);
        return call!;
    }
}
