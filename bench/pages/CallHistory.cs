using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.PagesBench;

/// <summary>
/// Ninety days of a company's calls up to now, through the store the gateway writes with: 500 users of 20 teams with 50 keys and 12 models of 6 providers,
/// a few of them busy and most of them not. A later run adds what has come since.
/// </summary>
internal sealed class CallHistory(SqliteDatabase database, int calls)
{
    private const int Batch = 20_000;
    private const int Users = 500;
    private static readonly TimeSpan Length = TimeSpan.FromDays(90);

    private static readonly (string Provider, string Model)[] Models =
    [
        ("openai", "gpt-5.4"), ("openai", "gpt-5.4-mini"), ("openai", "gpt-5.4-nano"), ("anthropic", "claude-sonnet-4-6"), ("anthropic", "claude-haiku-4-5"), ("anthropic", "claude-opus-4-6"),
        ("gemini", "gemini-3-pro"), ("gemini", "gemini-3-flash"), ("mistral", "mistral-large-3"), ("mistral", "mistral-small-4"), ("groq", "llama-4-maverick"), ("bedrock", "nova-premier"),
    ];

    private static readonly string[][] TagSets = [[], [], ["prod"], ["prod"], ["prod", "search"], ["prod", "support"], ["staging"], ["batch", "nightly"], ["prod", "agents"], ["evals"]];

    private readonly TimeSpan _apart = Length / calls;
    private readonly Random _random = new(20260302);

    public async Task WriteAsync()
    {
        await using var writer = new SqliteWriter(database);
        using var store = new SqliteCallStore(writer);
        var now = DateTimeOffset.UtcNow;
        var (next, total) = (Latest() ?? now - Length) is var latest ? (latest + _apart, (now - latest) / _apart) : default;
        for (var written = 0; next < now; written += Batch)
        {
            var batch = new List<LlmCall>(Batch);
            for (; batch.Count < Batch && next < now; next += _apart)
                batch.Add(Call(next));
            await store.AppendAsync(batch, CancellationToken.None);
            if (written % (50 * Batch) == 0)
                Console.Error.WriteLine($"{DateTime.UtcNow:T} calls: {written:N0} of {total:N0}");
        }

        // What the gateway does in the background, once a minute.
        using var fold = new RollupFold(database, writer, TimeProvider.System, NullLogger<RollupFold>.Instance);
        await fold.FoldAsync(CancellationToken.None);
    }

    private DateTimeOffset? Latest()
    {
        using var connection = database.OpenReader();
        using var command = new SqliteCommand("select max(started_at) from calls", connection);
        return command.ExecuteScalar() is long at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    private LlmCall Call(DateTimeOffset at)
    {
        var user = Skewed(Users);
        // Everybody has three models that they like.
        var (provider, model) = Models[(user + (7 * Skewed(3))) % Models.Length];
        var outcome = _random.Next(1_000) switch { < 8 => CallOutcome.ServerError, < 14 => CallOutcome.RateLimited, < 16 => CallOutcome.Timeout, < 22 => CallOutcome.ClientError, _ => CallOutcome.Success };
        var latency = TimeSpan.FromMicroseconds(300_000 * Math.Exp(2.2 * _random.NextDouble()) * (1 + (user % 7)));
        return new()
        {
            Id = Guid.CreateVersion7(at).ToString("N"),
            StartedAt = at,
            Provider = provider,
            Dialect = provider == "anthropic" ? "anthropic-messages" : "openai-chat",
            Operation = "chat",
            Route = provider,
            RequestModel = model,
            ResponseModel = model + "-2026-03-01",
            Streaming = user % 2 == 0,
            StatusCode = outcome switch { CallOutcome.Success => 200, CallOutcome.RateLimited => 429, CallOutcome.ClientError => 400, CallOutcome.Timeout => 504, _ => 500 },
            Outcome = outcome,
            ErrorType = outcome == CallOutcome.ServerError ? "server_error" : null,
            Latency = latency,
            TimeToFirstToken = outcome == CallOutcome.Success ? latency / 4 : null,
            BytesIn = _random.Next(500, 200_000),
            BytesOut = _random.Next(500, 60_000),
            Tokens = new() { UncachedInput = _random.Next(5_000), CacheRead = _random.Next(20_000), TextOutput = _random.Next(2_000), Reasoning = _random.Next(1_000), Source = TokenSource.Provider },
            Cost = new(new NanoUsd(_random.NextInt64(1_000_000, 40_000_000)), PriceStatus.Priced),
            User = $"user-{user}@example.com",
            Team = $"team-{user % 20}",
            Tags = TagSets[_random.Next(TagSets.Length)],
            ApiKey = $"sk-…k{user % 50:D3}",
            ApiKeyId = $"{user % 50:D16}",
        };
    }

    /// <summary>Below <paramref name="count"/>; small ones far more often.</summary>
    private int Skewed(int count) => (int)(count * Math.Pow(_random.NextDouble(), 3));
}
