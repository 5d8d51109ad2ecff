using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Brings the database file up to this program's schema: creates it where there is none, then runs the numbered scripts that it lacks.
/// All scripts of one start are one exclusive transaction, so a crash leaves the old schema and a second process that starts
/// at the same time waits and then finds nothing to do.
/// </summary>
public static class SqliteMigrations
{
    /// <summary>How long a start waits for another one's migrations, in seconds.</summary>
    private const int LockTimeoutSeconds = 60;

    private const int NotADatabase = 26;

    /// <exception cref="DatabaseRefusedException">The file cannot be created, is no SQLite database, or was written by a newer program.</exception>
    public static void Apply(SqliteDatabase database)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database.FilePath)!);
            using var connection = database.OpenOrCreate();
            connection.DefaultTimeout = LockTimeoutSeconds;
            Prepare(connection);
            Migrate(connection, database.FilePath);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == NotADatabase)
        {
            throw new DatabaseRefusedException($"Alerting:Database: '{database.FilePath}' is not a SQLite database; name another file", fault);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseRefusedException($"Alerting:Database: '{database.FilePath}' cannot be opened for writing: {fault.Message}", fault);
        }
    }

    /// <summary>Both settings are kept in the file. The vacuum mode only takes in a file without tables, and before WAL has written the first page.</summary>
    private static void Prepare(SqliteConnection connection)
    {
        connection.Run("pragma auto_vacuum = incremental");
        connection.Run("pragma journal_mode = wal");
    }

    private static void Migrate(SqliteConnection connection, string file)
    {
        // Written as text: DbUp's own commands then join this transaction without knowing of it.
        connection.Run("begin exclusive");
        try
        {
            RunScripts(connection, file);
            connection.Run("commit");
        }
        finally
        {
            // The connection goes back to a pool, so it must never keep the transaction. A full disk has already ended it.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                connection.Run("rollback");
        }
    }

    private static void RunScripts(SqliteConnection connection, string file)
    {
        using var shared = new SharedConnection(connection);
        var upgrade = DeployChanges.To
            .SqliteDatabase(shared)
            .WithScripts(Scripts())
            .WithoutTransaction()
            .LogToNowhere()
            .Build();
        RefuseNewer(upgrade, file);
        var result = upgrade.PerformUpgrade();
        if (!result.Successful)
            throw new DatabaseRefusedException($"Alerting:Database: migration {result.ErrorScript?.Name} of '{file}' failed: {result.Error.Message}", result.Error);
    }

    private static void RefuseNewer(UpgradeEngine upgrade, string file)
    {
        if (upgrade.GetExecutedButNotDiscoveredScripts().LastOrDefault() is { } unknown)
        {
            throw new DatabaseRefusedException(
                $"Alerting:Database: '{file}' was written by a newer version of this program (it has migration {unknown}): start that version, or name another file");
        }
    }

    /// <summary>Named by file alone, such as <c>0001_calls.sql</c>, so that moving the folder does not make old scripts look new.</summary>
    private static IEnumerable<SqlScript> Scripts()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        const string folder = ".Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.Contains(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[(resource.LastIndexOf(folder, StringComparison.Ordinal) + folder.Length)..];
            yield return new SqlScript(name, reader.ReadToEnd());
        }
    }
}
