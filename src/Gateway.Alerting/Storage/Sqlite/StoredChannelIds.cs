using Dapper;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The ids of the channels set up in the API, for whoever checks rules beside a gateway. Reads only: makes no database and changes none.</summary>
public static class StoredChannelIds
{
    /// <returns>None when there is no database, or one from before there were such channels.</returns>
    /// <exception cref="SqliteException">There is a file that cannot be read as a database.</exception>
    public static IReadOnlyList<string> Read(SqliteDatabase database)
    {
        if (!File.Exists(database.FilePath))
        {
            return [];
        }

        using var connection = database.OpenReader();
        return Exist(connection) ? connection.Query<string>("select id from channels order by id").AsList() : [];
    }

    /// <summary>Whether the database has been brought to a version that keeps channels.</summary>
    internal static bool Exist(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'channels'") > 0;
}
