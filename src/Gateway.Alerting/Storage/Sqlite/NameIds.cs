using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Numbers of names that are known to be committed. Only what a committed transaction has given out gets in:
/// a number from a transaction that was rolled back may later mean another name. Thread-safe, bounded.
/// </summary>
internal sealed class NameIds
{
    private const int Limit = 100_000;

    private readonly ConcurrentDictionary<string, long> _ids = new(StringComparer.Ordinal);

    public bool TryGet(string name, out long id) => _ids.TryGetValue(name, out id);

    public void Committed(IReadOnlyDictionary<string, long> fresh)
    {
        // Starting over is simpler than eviction, and costs one lookup per name that is still in use.
        if (_ids.Count + fresh.Count > Limit)
            _ids.Clear();

        foreach (var (name, id) in fresh)
            _ids[name] = id;
    }
}

/// <summary>One dictionary table while a batch is written: finds the number of a value, or gives it one.</summary>
internal sealed class DictionaryTable : IDisposable
{
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _insert;

    public DictionaryTable(SqliteConnection connection, string table, params string[] columns)
    {
        var list = string.Join(", ", columns);
        var match = string.Join(" and ", columns.Select((column, i) => $"{column} = @{i}"));
        var values = string.Join(", ", columns.Select((_, i) => $"@{i}"));
        _find = connection.Prepared($"select id from {table} where {match}", columns.Length);
        _insert = connection.Prepared($"insert into {table} ({list}) values ({values}) returning id", columns.Length);
    }

    public long IdOf(SqliteTransaction transaction, params ReadOnlySpan<string> values)
    {
        Bind(_find, transaction, values);
        if (_find.ExecuteScalar() is long known)
            return known;

        Bind(_insert, transaction, values);
        return (long)_insert.ExecuteScalar()!;
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }

    private static void Bind(SqliteCommand command, SqliteTransaction transaction, ReadOnlySpan<string> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }
}
