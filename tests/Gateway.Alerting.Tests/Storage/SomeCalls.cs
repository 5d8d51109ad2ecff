using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Tests.Storage;

/// <summary>Calls to store. All are plain unless a test says what matters.</summary>
internal static class SomeCalls
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public static LlmCall Plain(string id = "call-1") => new()
    {
        Id = id,
        StartedAt = Noon,
        Provider = "openai",
        Dialect = "openai-chat",
        Operation = "chat",
        Route = "openai",
        RequestModel = "gpt-5.4",
        StatusCode = 200,
        Latency = TimeSpan.FromMilliseconds(800),
    };

    /// <summary>Every field has a value of its own.</summary>
    public static LlmCall Full => new()
    {
        Id = "0199a0b1c2d37e4f8a9b0c1d2e3f4a5b",
        StartedAt = Noon.AddMilliseconds(123),
        Provider = "anthropic",
        Dialect = "anthropic-messages",
        Operation = "messages",
        Route = "anthropic-route",
        RequestModel = "claude-sonnet-5",
        ResponseModel = "claude-sonnet-5-20260101",
        Streaming = true,
        StatusCode = 529,
        Outcome = CallOutcome.Overloaded,
        ErrorType = "overloaded_error",
        Latency = TimeSpan.FromMicroseconds(812_437),
        TimeToFirstToken = TimeSpan.FromMicroseconds(203_119),
        BytesIn = 1204,
        BytesOut = 9321,
        Tokens = new TokenUsage
        {
            UncachedInput = 1,
            CacheRead = 2,
            CacheWrite5m = 3,
            CacheWrite1h = 4,
            AudioInput = 5,
            TextOutput = 6,
            Reasoning = 7,
            AudioOutput = 8,
            Source = TokenSource.Estimated,
        },
        Cost = new CallCost(new NanoUsd(4_700_001), PriceStatus.Partial),
        User = "ada",
        Team = "search",
        Session = "5f0c6a3e-0d0b-4d5e-9c39-6e8c0f8d7a11",
        Tags = ["batch", "prod, \"eu\"", "größe"],
        ApiKey = "sk-…9fQ2",
        ApiKeyId = "k1",
    };

    /// <summary>Few words and close times, so that keys, buckets and ids collide often.</summary>
    public static Gen<LlmCall> Random { get; } =
        from id in Gen.Int[0, 60]
        from offset in Gen.Int[-7_200_000, 7_200_000]
        from provider in Gen.OneOfConst("openai", "anthropic")
        from models in Gen.Select(Gen.OneOfConst(null, "a", "b"), Gen.OneOfConst(null, "a", "b"))
        from people in Gen.Select(Gen.OneOfConst(null, "ada", "bob"), Gen.OneOfConst(null, "search"), Gen.OneOfConst(null, "sk-…1"), Gen.OneOfConst(null, "x", "y"))
        from outcome in Gen.Enum<CallOutcome>()
        from latency in Gen.Long[0, 200_000_000]
        from ttft in Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 1_000_000].Select(value => (long?)value))
        from tokens in Gen.Long[0, 100_000].Array[8]
        from cost in Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 1_000_000_000_000].Select(value => (long?)value))
        select new LlmCall
        {
            Id = $"call-{id}",
            StartedAt = Noon.AddMilliseconds(offset),
            Provider = provider,
            Dialect = "d",
            Operation = "chat",
            Route = "r",
            RequestModel = models.Item1,
            ResponseModel = models.Item2,
            User = people.Item1,
            Team = people.Item2,
            ApiKey = people.Item3,
            ApiKeyId = people.Item4,
            Outcome = outcome,
            Latency = TimeSpan.FromMicroseconds(latency),
            TimeToFirstToken = ttft is { } first ? TimeSpan.FromMicroseconds(first) : null,
            Tokens = new TokenUsage
            {
                UncachedInput = tokens[0],
                CacheRead = tokens[1],
                CacheWrite5m = tokens[2],
                CacheWrite1h = tokens[3],
                AudioInput = tokens[4],
                TextOutput = tokens[5],
                Reasoning = tokens[6],
                AudioOutput = tokens[7],
            },
            Cost = cost is { } nano ? new CallCost(new NanoUsd(nano), PriceStatus.Priced) : CallCost.Unpriced,
        };

    /// <summary>Traffic as a company has it: 2000 users in 20 teams, 40 keys, 12 models, sessions of about five calls, now and then an error.</summary>
    public static IEnumerable<LlmCall> Traffic(int count)
    {
        var random = new Random(20260314);
        for (var i = 0; i < count; i++)
        {
            var started = Noon.AddMilliseconds(i * 50);
            var user = random.Next(2000);
            var key = random.Next(40);
            var failed = random.Next(40) == 0;
            var model = $"gpt-5.{random.Next(12)}";
            yield return new LlmCall
            {
                Id = Guid.CreateVersion7(started).ToString("N"),
                StartedAt = started,
                Provider = "openai",
                Dialect = "openai-chat",
                Operation = "chat",
                Route = "openai",
                RequestModel = model,
                ResponseModel = model + "-2026-03-05",
                Streaming = i % 2 == 0,
                StatusCode = failed ? 500 : 200,
                Outcome = failed ? CallOutcome.ServerError : CallOutcome.Success,
                ErrorType = failed ? "server_error" : null,
                Latency = TimeSpan.FromMicroseconds(random.Next(300_000, 20_000_000)),
                TimeToFirstToken = TimeSpan.FromMicroseconds(random.Next(100_000, 2_000_000)),
                BytesIn = random.Next(500, 200_000),
                BytesOut = random.Next(500, 60_000),
                Tokens = new TokenUsage
                {
                    UncachedInput = random.Next(50_000),
                    CacheRead = random.Next(50_000),
                    TextOutput = random.Next(4000),
                    Reasoning = random.Next(4000),
                    Source = TokenSource.Provider,
                },
                Cost = new CallCost(new NanoUsd(random.NextInt64(1_000_000, 900_000_000)), PriceStatus.Priced),
                User = $"user-{user}@example.com",
                Team = $"team-{user % 20}",
                Session = $"5f0c6a3e-0d0b-4d5e-9c39-{i / 5:D12}",
                Tags = ["prod", $"feature-{user % 30}"],
                ApiKey = $"sk-…k{key:D3}",
                ApiKeyId = $"{key:D16}",
            };
        }
    }
}
