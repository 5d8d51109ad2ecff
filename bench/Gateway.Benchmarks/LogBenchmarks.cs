using BenchmarkDotNet.Attributes;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.Benchmarks;

/// <summary>Writing the call log, in the batches of a busy gateway; figures are per call.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private const int Batch = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-log-bench-").FullName;
    private SqliteWriter _writer = null!;
    private SqliteCallStore _store = null!;

    [GlobalSetup]
    public void Open()
    {
        var database = new SqliteDatabase("Data Source=bench.db", _folder);
        SqliteMigrations.Apply(database);
        _writer = new(database);
        _store = new(_writer);
    }

    [GlobalCleanup]
    public void Close()
    {
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task<int> Append() => (await _store.AppendAsync([.. Enumerable.Range(0, Batch).Select(_ => Calls.Next())], CancellationToken.None)).Count;
}

/// <summary>Calls as the meter makes them.</summary>
internal static class Calls
{
    private static readonly string[] Models = ["gpt-5.4", "gpt-5.4-mini", "o5"];
    private static long _made;

    public static LlmCall Next() => new()
    {
        Id = Guid.CreateVersion7().ToString("N"),
        StartedAt = DateTimeOffset.UtcNow,
        Provider = "openai",
        Dialect = "openai-chat",
        Operation = "chat",
        Route = "openai",
        RequestModel = Models[_made++ % Models.Length],
        ResponseModel = Models[_made % Models.Length],
        StatusCode = 200,
        Latency = TimeSpan.FromMilliseconds(_made % 900),
        TimeToFirstToken = TimeSpan.FromMilliseconds(_made % 90),
        BytesIn = 1000,
        BytesOut = 1400,
        Tokens = new() { UncachedInput = 54, CacheRead = 128, TextOutput = 107, Reasoning = 64, Source = TokenSource.Provider },
        Cost = new(NanoUsd.FromDollars(0.0012m), PriceStatus.Priced),
        User = "user-4711",
        ApiKey = "sk-…mnop",
        ApiKeyId = "0123456789abcdef",
    };
}
