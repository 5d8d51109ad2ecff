using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Adds the sums of a batch to one rollup table.</summary>
internal sealed class RollupUpsert : IDisposable
{
    private readonly SqliteCommand _upsert;

    private RollupUpsert(SqliteConnection connection, string table, params string[] key)
    {
        var columns = string.Join(", ", key);
        var count = key.Length + RollupRow.Columns.Length;
        _upsert = connection.Prepared(
            $"""
            insert into {table} ({columns}, {string.Join(", ", RollupRow.Columns)})
            values ({string.Join(", ", Enumerable.Range(0, count).Select(i => $"@{i}"))})
            on conflict ({columns}) do update set {string.Join(", ", RollupRow.Columns.Select(Merge))}
            """,
            count);
    }

    public static RollupUpsert Of(SqliteConnection connection, string table) => new(connection, table, "bucket", "provider", "model", "route", "api_key", "user", "team");

    public static RollupUpsert OfTags(SqliteConnection connection) => new(connection, "call_tag_hours", "bucket", "tag");

    public void Write(SqliteTransaction transaction, IReadOnlyDictionary<RollupRowKey, RollupRow> rows)
    {
        foreach (var (key, row) in rows)
            Write(transaction, [key.Bucket, key.Provider, key.Model, key.Route, key.ApiKey, key.User, key.Team], row);
    }

    public void Write(SqliteTransaction transaction, IReadOnlyDictionary<TagKey, RollupRow> rows)
    {
        foreach (var (key, row) in rows)
            Write(transaction, [key.Hour, key.Tag], row);
    }

    public void Dispose() => _upsert.Dispose();

    private static string Merge(string column) => column == RollupRow.LatencyMax
        ? $"{column} = max({column}, excluded.{column})"
        : $"{column} = {column} + excluded.{column}";

    private void Write(SqliteTransaction transaction, ReadOnlySpan<long> key, RollupRow row)
    {
        _upsert.Transaction = transaction;
        Bind(key, 0);
        Bind(row.Values, key.Length);
        _upsert.ExecuteNonQuery();
    }

    private void Bind(ReadOnlySpan<long> values, int offset)
    {
        for (var i = 0; i < values.Length; i++)
            _upsert.Parameters[offset + i].Value = values[i];
    }
}
