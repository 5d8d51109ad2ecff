using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Tests.Storage;

/// <summary>A migrated database in a directory of its own, gone at the end of the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-calls-");

    public TestDatabase(bool migrate = true)
    {
        Database = new SqliteDatabase("Data Source=data/calls.db", _directory.FullName);
        if (migrate)
            SqliteMigrations.Apply(Database);

        Writer = new SqliteWriter(Database);
        Store = new SqliteCallStore(Writer);
        Log = new SqliteCallLog(Database);
        Rollups = new SqliteCallRollups(Database);
    }

    public SqliteDatabase Database { get; }

    public SqliteWriter Writer { get; }

    public SqliteCallStore Store { get; }

    public SqliteCallLog Log { get; }

    public SqliteCallRollups Rollups { get; }

    public long Scalar(string sql)
    {
        using var connection = Database.OpenReader();
        using var command = connection.Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Store.Dispose();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
