using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Where the database is and how it is opened: WAL, foreign keys, a busy timeout. Connections are pooled, short-lived and never shared.</summary>
public sealed class SqliteDatabase
{
    /// <summary>How long a statement waits for another process's lock before it fails, in seconds.</summary>
    private const int BusyTimeoutSeconds = 2;

    private readonly string _create;
    private readonly string _readWrite;
    private readonly string _readOnly;

    /// <param name="connectionString">Such as <c>Data Source=data/gateway.db</c>; a relative path is taken from <paramref name="contentRoot"/>.</param>
    /// <param name="contentRoot">The directory that holds <c>appsettings.json</c>.</param>
    /// <exception cref="DatabaseRefusedException">The string is not a SQLite connection string with a file.</exception>
    public SqliteDatabase(string connectionString, string contentRoot)
    {
        var builder = Parse(connectionString);
        (builder.DefaultTimeout, builder.ForeignKeys) = (BusyTimeoutSeconds, true);
        if (string.IsNullOrWhiteSpace(builder.DataSource) || builder.DataSource == ":memory:")
        {
            throw Refuse(connectionString, "names no file");
        }

        FilePath = Path.GetFullPath(builder.DataSource, contentRoot);
        builder.DataSource = FilePath;
        builder.Mode = SqliteOpenMode.ReadWriteCreate;
        _create = builder.ConnectionString;
        builder.Mode = SqliteOpenMode.ReadWrite;
        _readWrite = builder.ConnectionString;
        builder.Mode = SqliteOpenMode.ReadOnly;
        _readOnly = builder.ConnectionString;
    }

    /// <summary>Absolute path of the database file.</summary>
    public string FilePath { get; }

    /// <summary>What it takes on the disk, in bytes, with what is not yet in the file itself.</summary>
    public long Size => new[] { FilePath, FilePath + "-wal" }.Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length);

    /// <summary>For the migrations: makes the file when there is none.</summary>
    public SqliteConnection OpenOrCreate() => Prepared(Open(_create));

    /// <summary>For the writer only: everything else reads. A file that has vanished is not made anew, for it would be an empty one.</summary>
    /// <remarks>
    /// <c>synchronous = NORMAL</c> is a setting of the connection: a commit survives the death of the process at once,
    /// and the death of the machine once the WAL is synced at the next checkpoint.
    /// </remarks>
    public SqliteConnection OpenWriter() => Prepared(Open(_readWrite));

    public SqliteConnection OpenReader() => Open(_readOnly);

    private static SqliteConnection Prepared(SqliteConnection connection)
    {
        connection.Run("pragma synchronous = normal");
        connection.Run("pragma journal_size_limit = 67108864");
        return connection;
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    private static SqliteConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            return new(connectionString);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            throw Refuse(connectionString, "is not a SQLite connection string");
        }
    }

    private static DatabaseRefusedException Refuse(string connectionString, string why) =>
        new($"Alerting:Database: '{connectionString}' {why}; write it like 'Data Source=data/gateway.db'");
}
