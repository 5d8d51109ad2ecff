using Microsoft.Data.Sqlite;

namespace Gateway.LoadBench;

/// <summary>Counts the call log: a gateway that is fast because it forgets calls would be no gateway.</summary>
internal static class StoredCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Calls stored once all are, or once patience is over.</summary>
    public static long Await(string database, long expected)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM calls";
        for (var until = DateTime.UtcNow + Patience; ; Thread.Sleep(250))
        {
            var stored = (long)command.ExecuteScalar()!;
            if (stored >= expected || DateTime.UtcNow > until)
                return stored;
        }
    }
}
