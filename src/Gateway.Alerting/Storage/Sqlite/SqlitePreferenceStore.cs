using Dapper;
using Gateway.Alerting.People;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Preferences in SQLite.</summary>
internal sealed class SqlitePreferenceStore(SqliteDatabase database, SqliteWriter writer) : IPreferenceStore
{
    public Preferences? Find(string person)
    {
        using var connection = database.OpenReader();
        var document = connection.ExecuteScalar<string?>("select document from preferences where person = @person", new { person });
        return document is null ? null : AlertRow.Read<Preferences>(document);
    }

    public Task SaveAsync(string person, Preferences preferences, DateTimeOffset at, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            insert into preferences (person, document, changed_at) values (@person, @document, @at)
            on conflict (person) do update set document = excluded.document, changed_at = excluded.changed_at
            """,
            new { person, document = AlertRow.Write(preferences), at = at.ToUnixTimeMilliseconds() },
            transaction),
        cancellationToken);
}
