using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// The ids of imported calls, kept as long as the sums by hour: a file that is sent again must not be added to sums whose calls have been deleted.
/// A call is looked for in the hour of its end, which is part of what is sent again. Belongs to one transaction.
/// </summary>
internal sealed class ImportedIds(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    private readonly SqliteCommand _insert = Insert(connection, transaction);

    /// <returns>False when it is there already.</returns>
    public bool Add(LlmCall call)
    {
        _insert.Parameters[0].Value = CallTime.Bucket(call.EndedAt.ToUnixTimeMilliseconds(), CallTime.HourMs);
        _insert.Parameters[1].Value = Hash(call.Id);
        return _insert.ExecuteNonQuery() > 0;
    }

    public void Dispose() => _insert.Dispose();

    /// <summary>Eight bytes: two of a hundred million ids in one hour are alike with a chance of one in four thousand.</summary>
    private static long Hash(string id) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private static SqliteCommand Insert(SqliteConnection connection, SqliteTransaction transaction)
    {
        var insert = connection.Prepared("insert or ignore into imported_calls (bucket, id_hash) values (@0, @1)", 2);
        insert.Transaction = transaction;
        return insert;
    }
}
