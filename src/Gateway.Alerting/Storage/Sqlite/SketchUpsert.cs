using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Adds values to the sketches of one table: reads what is there, merges, writes.</summary>
internal sealed class SketchUpsert(SqliteConnection connection, string table) : IDisposable
{
    private readonly SketchBlob.Merger _latency = new();
    private readonly SketchBlob.Merger _ttft = new();
    private readonly SqliteCommand _find = connection.Prepared($"select latency, ttft from {table} where bucket = @0 and provider = @1 and model = @2", 3);
    private readonly SqliteCommand _write = connection.Prepared($"insert or replace into {table} (bucket, provider, model, latency, ttft) values (@0, @1, @2, @3, @4)", 5);

    public void Add(SqliteTransaction transaction, SketchKey key, IEnumerable<SketchCells> cells)
    {
        Bind(_find, transaction, key);
        using (var stored = _find.ExecuteReader())
        {
            if (stored.Read())
            {
                _latency.Add(stored.GetFieldValue<byte[]>(0));
                _ttft.Add(stored.GetFieldValue<byte[]>(1));
            }
        }

        foreach (var some in cells)
        {
            _latency.Add(some.Latency);
            _ttft.Add(some.Ttft);
        }

        Write(transaction, key);
    }

    /// <summary>Puts the merge of stored sketches in place of what is there.</summary>
    public void Replace(SqliteTransaction transaction, SketchKey key, IEnumerable<(byte[] Latency, byte[] Ttft)> blobs)
    {
        foreach (var (latency, ttft) in blobs)
        {
            _latency.Add(latency);
            _ttft.Add(ttft);
        }

        Write(transaction, key);
    }

    public void Dispose()
    {
        _find.Dispose();
        _write.Dispose();
    }

    private void Write(SqliteTransaction transaction, SketchKey key)
    {
        Bind(_write, transaction, key);
        _write.Parameters[3].Value = _latency.Take();
        _write.Parameters[4].Value = _ttft.Take();
        _write.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, SqliteTransaction transaction, SketchKey key)
    {
        command.Transaction = transaction;
        command.Parameters[0].Value = key.Bucket;
        command.Parameters[1].Value = key.Provider;
        command.Parameters[2].Value = key.Model;
    }
}
