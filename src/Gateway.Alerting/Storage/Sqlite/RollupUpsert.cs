using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Adds the sums of a batch to one rollup table.</summary>
internal sealed class RollupUpsert(SqliteConnection connection, string table) : IDisposable
{
    private const string Key = "bucket, provider, model, route, api_key, user, team";
    private const int KeyLength = 7;

    private readonly SqliteCommand _upsert = connection.Prepared(
        $"""
        insert into {table} ({Key}, {string.Join(", ", RollupRow.Columns)})
        values ({string.Join(", ", Enumerable.Range(0, KeyLength + RollupRow.Columns.Length).Select(i => $"@{i}"))})
        on conflict ({Key}) do update set {string.Join(", ", RollupRow.Columns.Select(Merge))}
        """,
        KeyLength + RollupRow.Columns.Length);

    public void Write(SqliteTransaction transaction, IReadOnlyDictionary<RollupRowKey, RollupRow> rows)
    {
        _upsert.Transaction = transaction;
        foreach (var (key, row) in rows)
        {
            Bind([key.Bucket, key.Provider, key.Model, key.Route, key.ApiKey, key.User, key.Team], 0);
            Bind(row.Values, KeyLength);
            _upsert.ExecuteNonQuery();
        }
    }

    public void Dispose() => _upsert.Dispose();

    private static string Merge(string column) => column == RollupRow.LatencyMax
        ? $"{column} = max({column}, excluded.{column})"
        : $"{column} = {column} + excluded.{column}";

    private void Bind(ReadOnlySpan<long> values, int offset)
    {
        for (var i = 0; i < values.Length; i++)
            _upsert.Parameters[offset + i].Value = values[i];
    }
}
