using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;
using Gateway.Capture;

namespace Gateway.Demo;

/// <summary>
/// Gives an empty demo database a past of a day and a half, so that charts have a shape and "today against yesterday" has a yesterday.
/// A few thousand calls; the same ones, but for their ids, for the same seed and end. Does nothing when there already are calls.
/// </summary>
internal sealed class DemoHistory(ICallStore store, ICallLog log, IPriceBook prices, ApiKeyHasher keys, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(36);

    /// <summary>Few enough that the past is written in well under two seconds.</summary>
    public const int MostCalls = 4_000;

    private const int Batch = 1_000;
    private const double BusiestHourUtc = 14;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        if ((await log.ListAsync(CallFilter.All, 1, null, cancellationToken)).Calls.Count > 0)
        {
            return;
        }

        foreach (var batch in Calls(time.GetUtcNow(), seed: 7).Chunk(Batch))
        {
            await store.AppendAsync(batch, cancellationToken);
        }
    }

    /// <summary>Ascending, the last a minute before <paramref name="end"/>: what comes then is live.</summary>
    internal IEnumerable<LlmCall> Calls(DateTimeOffset end, int seed)
    {
        var random = new Random(seed);
        var answers = new SimulatedAnswers(seed);
        var step = Length / MostCalls;
        for (var at = end - Length; at < end - TimeSpan.FromMinutes(1); at += step)
        {
            if (random.NextDouble() < Busy(at))
            {
                yield return Call(at, random, answers);
            }
        }
    }

    /// <summary>0.15 at night, 1 in the afternoon.</summary>
    private static double Busy(DateTimeOffset at) => 0.575 + (0.425 * Math.Cos(2 * Math.PI * (at.TimeOfDay.TotalHours - BusiestHourUtc) / 24));

    private LlmCall Call(DateTimeOffset at, Random random, SimulatedAnswers answers)
    {
        var person = DemoCast.Person(random);
        var key = keys.Name(person.ApiKey);
        var workload = DemoCast.Workload(random, DemoMood.Calm);
        var answer = answers.Next(workload.Model, 400, random.NextDouble() < 0.03 ? DemoMood.Failing : DemoMood.Calm);
        var failed = answer.Failure != SimulatedFailure.None;
        var tokens = failed ? default : Tokens(answer, workload);
        var streaming = workload.Wire != DemoWire.OpenAiEmbeddings && random.NextDouble() < 0.6;
        return new LlmCall
        {
            Id = Guid.CreateVersion7(at).ToString("N"),
            StartedAt = at,
            Provider = workload.Provider,
            Dialect = Dialect(workload.Wire),
            Operation = Operation(workload.Wire),
            Route = workload.Provider,
            RequestModel = workload.Model,
            ResponseModel = failed ? null : workload.Model,
            Streaming = streaming,
            StatusCode = Status(answer.Failure),
            Outcome = Outcome(answer.Failure),
            ErrorType = failed ? "server_error" : null,
            Latency = failed ? answer.FirstChunkAfter : answer.Duration,
            TimeToFirstToken = failed || !streaming ? null : answer.FirstChunkAfter,
            BytesIn = 400,
            BytesOut = failed ? 160 : 40 * tokens.Output,
            Tokens = tokens,
            Cost = prices.Price(reported: null, workload.Provider, workload.Model, workload.Model, tokens),
            User = person.User,
            Team = person.Team,
            Tags = ["demo"],
            // As the meter names it: live calls of the same key continue its line.
            ApiKey = key.Label,
            ApiKeyId = key.Id,
        };
    }

    private static TokenUsage Tokens(SimulatedAnswer answer, DemoWorkload workload) => workload.Wire == DemoWire.OpenAiEmbeddings
        ? new() { UncachedInput = answer.Input, Source = TokenSource.Provider }
        : new()
        {
            UncachedInput = answer.Input - answer.Cached,
            CacheRead = answer.Cached,
            TextOutput = answer.Output - answer.Reasoning,
            Reasoning = answer.Reasoning,
            Source = TokenSource.Provider,
        };

    private static string Dialect(DemoWire wire) => wire switch
    {
        DemoWire.OpenAiChat => "openai-chat",
        DemoWire.OpenAiEmbeddings => "openai-embeddings",
        DemoWire.AnthropicMessages => "anthropic-messages",
        DemoWire.Gemini => "gemini",
        _ => "ollama",
    };

    private static string Operation(DemoWire wire) => wire switch
    {
        DemoWire.OpenAiEmbeddings => "embeddings",
        DemoWire.AnthropicMessages => "messages",
        DemoWire.Gemini => "generate",
        _ => "chat",
    };

    private static int Status(SimulatedFailure failure) => failure switch
    {
        SimulatedFailure.RateLimited => 429,
        SimulatedFailure.Overloaded => 529,
        SimulatedFailure.ServerError => 500,
        _ => 200,
    };

    private static CallOutcome Outcome(SimulatedFailure failure) => failure switch
    {
        SimulatedFailure.None => CallOutcome.Success,
        SimulatedFailure.RateLimited => CallOutcome.RateLimited,
        SimulatedFailure.Overloaded => CallOutcome.Overloaded,
        SimulatedFailure.InStream => CallOutcome.StreamError,
        _ => CallOutcome.ServerError,
    };
}
