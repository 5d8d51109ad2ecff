using Microsoft.Data.Sqlite;

namespace Gateway.Scenarios.Stage;

/// <summary>All that a gateway keeps, in a folder that goes with the test: database, keys, rules, prices.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Round prices in dollars per million tokens, so that a scenario's costs can be done in one's head.</summary>
    private const string RoundPrices = """
        { "updated": "2026-03-01", "providers": {
          "openai": { "models": { "gpt-5.4": { "input": "2", "output": "10", "cache_read": "0.2" }, "text-embedding-3-small": { "input": "0.02", "output": "0" } } },
          "anthropic": { "models": { "claude-sonnet-4-5": { "input": "3", "output": "15" } } } } }
        """;

    public TemporaryFolder()
    {
        Directory.CreateDirectory(Rules);
        File.WriteAllText(Prices, RoundPrices);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("gateway-scenario-").FullName;

    public string Database => System.IO.Path.Combine(Path, "gateway.db");

    public string Rules => System.IO.Path.Combine(Path, "rules");

    public string Prices => System.IO.Path.Combine(Path, "prices.json");

    public void WriteRule(string file, string rule) => File.WriteAllText(System.IO.Path.Combine(Rules, file), rule);

    /// <summary>A connection of our own, as another program would open it.</summary>
    public SqliteConnection OpenDatabase()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
