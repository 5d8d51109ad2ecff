using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Tests.Storage;

public sealed class SqliteMigrationsTests
{
    [Fact]
    public async Task Apply_WhereThereIsNoDirectory_MakesAWalDatabaseThatCanShrink()
    {
        await using var test = new TestDatabase();

        using var connection = test.Database.OpenReader();
        using var mode = connection.Command("PRAGMA journal_mode");
        Assert.Equal("wal", mode.ExecuteScalar());
        Assert.Equal(2, test.Scalar("PRAGMA auto_vacuum"));
    }

    [Fact]
    public async Task Apply_Twice_ChangesNothing()
    {
        await using var test = new TestDatabase();
        var before = test.Scalar("PRAGMA schema_version");

        SqliteMigrations.Apply(test.Database);

        Assert.Equal(before, test.Scalar("PRAGMA schema_version"));
    }

    [Fact]
    public async Task Apply_FromManyStartsAtOnce_RunsEveryScriptOnce()
    {
        await using var test = new TestDatabase(migrate: false);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(
            () => SqliteMigrations.Apply(test.Database),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(0, test.Scalar("SELECT count(*) - count(DISTINCT ScriptName) FROM SchemaVersions"));
        Assert.Equal(1, test.Scalar("SELECT count(*) FROM SchemaVersions WHERE ScriptName = '0001_calls.sql'"));
        Assert.Equal(1, test.Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'calls'"));
    }

    [Fact]
    public async Task Apply_ToADatabaseOfANewerVersion_RefusesAndNamesTheKeyAndTheMigration()
    {
        await using var test = new TestDatabase();
        test.Database.OpenWriter().Run("INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('9999_future.sql', '2030-01-01')");

        var refusal = Assert.Throws<DatabaseRefusedException>(() => SqliteMigrations.Apply(test.Database));

        Assert.Contains("newer version", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("9999_future.sql", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Alerting:Database", refusal.Message, StringComparison.Ordinal);
        // The refusal holds no lock.
        test.Database.OpenWriter().Run("DELETE FROM SchemaVersions WHERE ScriptName = '9999_future.sql'");
        SqliteMigrations.Apply(test.Database);
    }

    [Fact]
    public async Task Apply_ToAFileThatIsNoDatabase_RefusesAndLeavesItAlone()
    {
        await using var test = new TestDatabase(migrate: false);
        Directory.CreateDirectory(Path.GetDirectoryName(test.Database.FilePath)!);
        var text = string.Concat(Enumerable.Repeat("not a database\n", 500));
        await File.WriteAllTextAsync(test.Database.FilePath, text, TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<DatabaseRefusedException>(() => SqliteMigrations.Apply(test.Database));

        Assert.Contains("is not a SQLite database", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(test.Database.FilePath, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Apply_WhereTheDirectoryIsAFile_SaysWhy()
    {
        await using var test = new TestDatabase(migrate: false);
        await File.WriteAllTextAsync(Path.GetDirectoryName(test.Database.FilePath)!, "", TestContext.Current.CancellationToken);

        var refusal = Assert.Throws<DatabaseRefusedException>(() => SqliteMigrations.Apply(test.Database));

        Assert.Contains("cannot be opened for writing", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writer_OfAnyConnection_CommitsWithoutWaitingForTheDisk()
    {
        await using var test = new TestDatabase();
        using var connection = test.Database.OpenWriter();
        using var synchronous = connection.Command("PRAGMA synchronous");

        Assert.Equal(1L, synchronous.ExecuteScalar());
    }
}
