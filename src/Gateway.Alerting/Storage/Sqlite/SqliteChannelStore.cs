using Dapper;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The channels set up in the API, in SQLite.</summary>
internal sealed class SqliteChannelStore(SqliteDatabase database, SqliteWriter writer) : IChannelStore
{
    public IReadOnlyList<StoredChannel> Load()
    {
        if (!File.Exists(database.FilePath))
        {
            return [];
        }

        using var connection = database.OpenReader();
        return StoredChannelIds.Exist(connection)
            ? [.. connection.Query<Row>("select id, document, secrets, updated_by, updated_at from channels order by id").Select(row => row.ToChannel())]
            : [];
    }

    public Task SaveAsync(StoredChannel channel, string action, string changes, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            new AlertTransaction(connection, transaction).Audit(channel.At, channel.By, action, channel.Id, changes);
            return connection.Execute(
                """
                insert into channels (id, document, secrets, updated_by, updated_at) values (@Id, @Document, @Secrets, @By, @at)
                on conflict (id) do update set document = excluded.document, secrets = excluded.secrets, updated_by = excluded.updated_by, updated_at = excluded.updated_at
                """,
                new { channel.Id, channel.Document, channel.Secrets, channel.By, at = channel.At.ToUnixTimeMilliseconds() },
                transaction);
        },
        cancellationToken);

    public Task DeleteAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            new AlertTransaction(connection, transaction).Audit(at, by, "channel.deleted", id, null);
            return connection.Execute("delete from channels where id = @id", new { id }, transaction);
        },
        cancellationToken);

    private sealed record Row(string id, string document, string secrets, string updated_by, long updated_at)
    {
        public StoredChannel ToChannel() => new(id, document, secrets, updated_by, AlertRow.Instant(updated_at));
    }
}
