using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Writes calls through the one writer: rows, new words and both rollups in one transaction. Safe for concurrent use; batches run one after another.
/// </summary>
/// <remarks>Cost per call falls with the batch: a few hundred to a few thousand calls are a good size.</remarks>
public sealed class SqliteCallStore(SqliteWriter writer) : ICallStore, IDisposable
{
    private readonly NameIds _names = new();

    /// <summary>Touched only on the writer's thread.</summary>
    private Statements? _statements;

    public async Task<IReadOnlyList<LlmCall>> AppendAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
            return [];

        var (fresh, names) = await writer.WriteAsync((connection, transaction) => Write(calls, connection, transaction), cancellationToken);
        _names.Committed(names);
        return fresh;
    }

    /// <summary>To be called after the writer has been disposed of, or when it has nothing of this store left.</summary>
    public void Dispose() => _statements?.Dispose();

    private (List<LlmCall> New, IReadOnlyDictionary<string, long> Names) Write(IReadOnlyList<LlmCall> calls, SqliteConnection connection, SqliteTransaction transaction)
    {
        var statements = StatementsOf(connection);
        var words = statements.Words.Begin(transaction, _names);
        var rollups = new RollupBatch();
        var fresh = new List<LlmCall>(calls.Count);
        foreach (var call in calls)
        {
            var ids = words.Of(call);
            if (!statements.Calls.Write(call, ids))
                continue;

            rollups.Add(call, ids);
            fresh.Add(call);
        }

        statements.Minutes.Write(transaction, rollups.Minutes);
        statements.Hours.Write(transaction, rollups.Hours);
        return (fresh, words.FreshNames);
    }

    /// <summary>The writer opens a new connection after a fault; statements belong to the one they were prepared on.</summary>
    private Statements StatementsOf(SqliteConnection connection)
    {
        if (_statements is { } known && ReferenceEquals(known.Connection, connection))
            return known;

        _statements?.Dispose();
        return _statements = new Statements(connection);
    }

    private sealed class Statements(SqliteConnection connection) : IDisposable
    {
        public SqliteConnection Connection => connection;

        public CallInsert Calls { get; } = new(connection);

        public CallWords Words { get; } = new(connection);

        public RollupUpsert Minutes { get; } = new(connection, "call_minutes");

        public RollupUpsert Hours { get; } = new(connection, "call_hours");

        public void Dispose()
        {
            Calls.Dispose();
            Words.Dispose();
            Minutes.Dispose();
            Hours.Dispose();
        }
    }
}
