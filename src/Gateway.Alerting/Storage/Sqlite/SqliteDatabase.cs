using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Where the database is and how it is opened: WAL, foreign keys, a busy timeout. Connections are pooled, short-lived and never shared.</summary>
public sealed class SqliteDatabase
{
    /// <summary>How long a statement waits for another process's lock before it fails, in seconds.</summary>
    private const int BusyTimeoutSeconds = 2;

    private readonly string _readWrite;
    private readonly string _readOnly;

    /// <param name="connectionString">Such as <c>Data Source=data/gateway.db</c>; a relative path is taken from <paramref name="contentRoot"/>.</param>
    /// <param name="contentRoot">The directory that holds <c>appsettings.json</c>.</param>
    /// <exception cref="ArgumentException">The string is not a SQLite connection string with a file.</exception>
    public SqliteDatabase(string connectionString, string contentRoot)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = BusyTimeoutSeconds, ForeignKeys = true };
        if (string.IsNullOrWhiteSpace(builder.DataSource) || builder.DataSource == ":memory:")
        {
            throw new ArgumentException("the database must be a file, such as 'Data Source=data/gateway.db'", nameof(connectionString));
        }

        FilePath = Path.GetFullPath(builder.DataSource, contentRoot);
        builder.DataSource = FilePath;
        builder.Mode = SqliteOpenMode.ReadWriteCreate;
        _readWrite = builder.ConnectionString;
        builder.Mode = SqliteOpenMode.ReadOnly;
        _readOnly = builder.ConnectionString;
    }

    /// <summary>Absolute path of the database file.</summary>
    public string FilePath { get; }

    /// <summary>For the writer and the migrations only: everything else reads.</summary>
    /// <remarks>
    /// <c>synchronous = NORMAL</c> is a setting of the connection: a commit survives the death of the process at once,
    /// and the death of the machine once the WAL is synced at the next checkpoint.
    /// </remarks>
    public SqliteConnection OpenWriter()
    {
        var connection = Open(_readWrite);
        connection.Run("PRAGMA synchronous = NORMAL");
        connection.Run("PRAGMA journal_size_limit = 67108864");
        return connection;
    }

    public SqliteConnection OpenReader() => Open(_readOnly);

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }
}
