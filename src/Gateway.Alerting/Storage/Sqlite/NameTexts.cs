using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Names by number, remembered for all readers: a committed name never changes and is never deleted. Thread-safe, bounded.</summary>
internal sealed class NameTexts
{
    private const int Limit = 100_000;

    private readonly ConcurrentDictionary<long, string> _texts = new();

    public string Of(long id, SqliteConnection connection)
    {
        if (_texts.TryGetValue(id, out var known))
            return known;

        if (_texts.Count >= Limit)
            _texts.Clear();

        using var find = connection.Command("select value from names where id = @id", null, ("@id", id));
        return _texts[id] = (string)find.ExecuteScalar()!;
    }
}
