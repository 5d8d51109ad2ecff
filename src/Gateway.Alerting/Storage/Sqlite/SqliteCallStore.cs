using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Writes calls through the one writer: rows, new words, rollups and sketches in one transaction. Safe for concurrent use; batches run one after another.
/// </summary>
/// <remarks>Cost per call falls with the batch: a few hundred to a few thousand calls are a good size.</remarks>
public sealed class SqliteCallStore(SqliteWriter writer) : ICallStore, IDisposable
{
    private readonly NameIds _names = new();
    private readonly TagLimit _tags = new();

    /// <summary>Touched only on the writer's thread.</summary>
    private Statements? _statements;

    public Task<IReadOnlyList<LlmCall>> AppendAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken) =>
        WriteAsync(calls, static (_, _) => null, cancellationToken);

    public Task<IReadOnlyList<LlmCall>> ImportAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken) =>
        WriteAsync(calls, static (connection, transaction) => new ImportedIds(connection, transaction), cancellationToken);

    private async Task<IReadOnlyList<LlmCall>> WriteAsync(
        IReadOnlyList<LlmCall> calls, Func<SqliteConnection, SqliteTransaction, ImportedIds?> imported, CancellationToken cancellationToken)
    {
        if (calls.Count == 0)
            return [];

        var (fresh, names) = await writer.WriteAsync(
            (connection, transaction) =>
            {
                using var ids = imported(connection, transaction);
                return Write(calls, ids, connection, transaction);
            },
            cancellationToken);
        _names.Committed(names);
        return fresh;
    }

    /// <summary>To be called after the writer has been disposed of, or when it has nothing of this store left.</summary>
    public void Dispose() => _statements?.Dispose();

    private (List<LlmCall> New, IReadOnlyDictionary<string, long> Names) Write(
        IReadOnlyList<LlmCall> calls, ImportedIds? imported, SqliteConnection connection, SqliteTransaction transaction)
    {
        var statements = StatementsOf(connection);
        var words = statements.Words.Begin(transaction, _names);
        var rollups = new RollupBatch();
        var fresh = new List<LlmCall>(calls.Count);
        var worded = calls.Where(call => imported?.Add(call) != false).Select(call => new WordedCall(call, words.Of(call)));
        foreach (var (call, ids) in statements.Calls.Write(worded))
        {
            rollups.Add(call, ids);
            if (call.Tags.Count > 0)
                rollups.AddTags(call, (hour, tag) => _tags.Takes(hour, tag) ? words.Word(tag) : 0);
            fresh.Add(call);
        }

        statements.Write(transaction, rollups);
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

        public CallInserts Calls { get; } = new(connection);

        public CallWords Words { get; } = new(connection);

        private readonly RollupUpsert _minutes = RollupUpsert.Of(connection, "call_minutes");
        private readonly RollupUpsert _hours = RollupUpsert.Of(connection, "call_hours");
        private readonly RollupUpsert _tags = RollupUpsert.OfTags(connection);
        private readonly SketchUpsert _minuteSketches = new(connection, "call_minute_sketches");
        private readonly SketchUpsert _hourSketches = new(connection, "call_hour_sketches");
        private readonly SqliteCommand _unfold = connection.Prepared("insert or ignore into unfolded_hours (bucket) values (@0)", 1);

        public void Write(SqliteTransaction transaction, RollupBatch rollups)
        {
            var hours = rollups.Hours();
            _minutes.Write(transaction, rollups.Minutes);
            _hours.Write(transaction, hours);
            _tags.Write(transaction, rollups.Tags);
            foreach (var (key, cells) in rollups.Sketches.Minutes)
                _minuteSketches.Add(transaction, key, [cells]);
            foreach (var (key, cells) in rollups.Sketches.Hours)
                _hourSketches.Add(transaction, key, cells);
            _unfold.Transaction = transaction;
            foreach (var hour in hours.Keys.Select(key => key.Bucket).Distinct())
            {
                _unfold.Parameters[0].Value = hour;
                _unfold.ExecuteNonQuery();
            }
        }

        public void Dispose()
        {
            Calls.Dispose();
            Words.Dispose();
            _minutes.Dispose();
            _hours.Dispose();
            _tags.Dispose();
            _minuteSketches.Dispose();
            _hourSketches.Dispose();
            _unfold.Dispose();
        }
    }
}
