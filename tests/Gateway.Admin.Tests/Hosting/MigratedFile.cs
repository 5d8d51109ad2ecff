using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Databases of the present schema: migrated once, then copied, because every test has its own.</summary>
internal static class MigratedFile
{
    private static readonly Lazy<byte[]> Empty = new(Make);

    /// <summary>A new database in a folder.</summary>
    public static SqliteDatabase In(DirectoryInfo folder)
    {
        var database = Name(folder);
        File.WriteAllBytes(database.FilePath, Empty.Value);
        return database;
    }

    private static byte[] Make()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-empty-");
        var database = Name(folder);
        SqliteMigrations.Apply(database);
        var bytes = File.ReadAllBytes(database.FilePath);
        folder.Delete(recursive: true);
        return bytes;
    }

    /// <summary>Without a pool the last connection writes everything into the one file when it closes.</summary>
    private static SqliteDatabase Name(DirectoryInfo folder) => new("Data Source=test.db;Pooling=false", folder.FullName);
}
