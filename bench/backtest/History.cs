using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.BacktestBench;

/// <summary>A call log as a company has it: two thousand users, twelve models, an error now and then; a million calls a day, evenly.</summary>
internal static class History
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Apart = TimeSpan.FromDays(1) / 1_000_000;

    private const int Batch = 5_000;

    /// <summary>Writes the log unless it is there already.</summary>
    public static async Task WriteAsync(SqliteDatabase database, int calls)
    {
        SqliteMigrations.Apply(database);
        await using var writer = new SqliteWriter(database);
        using var store = new SqliteCallStore(writer);
        var random = new Random(20260302);
        for (var written = 0; written < calls; written += Batch)
        {
            await store.AppendAsync([.. Enumerable.Range(written, Math.Min(Batch, calls - written)).Select(index => Call(index, random))], CancellationToken.None);
        }
    }

    private static LlmCall Call(int index, Random random)
    {
        var started = Start + (Apart * index);
        var user = random.Next(2_000);
        var model = $"gpt-5.{user % 12}";
        // Every six hours ten minutes of trouble, so that rules have something to fire on.
        var failed = random.Next(started.TimeOfDay.TotalMinutes % 360 < 10 ? 4 : 60) == 0;
        return new()
        {
            Id = Guid.CreateVersion7(started).ToString("N"),
            StartedAt = started,
            Provider = user % 3 == 0 ? "anthropic" : "openai",
            Dialect = "openai-chat",
            Operation = "chat",
            Route = "openai",
            RequestModel = model,
            ResponseModel = model + "-2026-03-01",
            Streaming = index % 2 == 0,
            StatusCode = failed ? 500 : 200,
            Outcome = failed ? CallOutcome.ServerError : CallOutcome.Success,
            ErrorType = failed ? "server_error" : null,
            Latency = TimeSpan.FromMicroseconds(random.Next(300_000, 20_000_000)),
            TimeToFirstToken = TimeSpan.FromMicroseconds(random.Next(100_000, 2_000_000)),
            BytesIn = random.Next(500, 200_000),
            BytesOut = random.Next(500, 60_000),
            Tokens = new() { UncachedInput = random.Next(50_000), CacheRead = random.Next(50_000), TextOutput = random.Next(4_000), Reasoning = random.Next(4_000), Source = TokenSource.Provider },
            Cost = new(new NanoUsd(random.NextInt64(1_000_000, 90_000_000)), PriceStatus.Priced),
            User = $"user-{user}@example.com",
            Team = $"team-{user % 20}",
            ApiKey = $"sk-…k{user % 40:D3}",
            ApiKeyId = $"{user % 40:D16}",
        };
    }
}
