using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What SQLite knows of the file behind a connection and its .NET library does not pass on.</summary>
internal static class SqliteFile
{
    private const int HasMovedQuestion = 20;

    /// <summary>
    /// Whether another file, or none, is now where the connection's was opened: then nobody else sees what it writes. Costs a look at the file's entry
    /// (<c>SQLITE_FCNTL_HAS_MOVED</c>). Always false on Windows, where an open database can be neither deleted nor replaced.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        var hasMoved = 0;
        return FileControl(connection.Handle!, null, HasMovedQuestion, ref hasMoved) == raw.SQLITE_OK && hasMoved != 0;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(sqlite3 database, byte[]? name, int question, ref int answer);
}
