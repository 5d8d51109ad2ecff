using Dapper;
using Gateway.Alerting.People;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Keys in SQLite.</summary>
internal sealed class SqliteApiKeyStore(SqliteDatabase database, SqliteWriter writer) : IApiKeyStore
{
    private const string Columns = "id, name, role, hash, ending, created_by, created_at, last_used_at, revoked_at, revoked_by";

    public IReadOnlyList<StoredApiKey> List()
    {
        using var connection = database.OpenReader();
        return [.. connection.Query<Row>($"select {Columns} from admin_keys order by created_at desc, id desc").Select(row => row.ToKey())];
    }

    public Task<bool> AddAsync(StoredApiKey key, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            insert into admin_keys (id, name, role, hash, ending, created_by, created_at) values (@Id, @Name, @Role, @Hash, @Ending, @CreatedBy, @at)
            on conflict do nothing
            """,
            new { key.Id, key.Name, key.Role, key.Hash, key.Ending, key.CreatedBy, at = key.CreatedAt.ToUnixTimeMilliseconds() },
            transaction) == 1,
        cancellationToken);

    public Task<StoredApiKey?> RevokeAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute(
                "update admin_keys set revoked_at = @at, revoked_by = @by where id = @id and revoked_at is null",
                new { id, by, at = at.ToUnixTimeMilliseconds() },
                transaction);
            return connection.QuerySingleOrDefault<Row>($"select {Columns} from admin_keys where id = @id", new { id }, transaction)?.ToKey();
        },
        cancellationToken);

    public Task NoteUseAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) => connection.Execute("update admin_keys set last_used_at = @at where id = @id", new { id, at = at.ToUnixTimeMilliseconds() }, transaction),
        cancellationToken);

    private sealed record Row(
        string id, string name, string role, string hash, string ending, string created_by, long created_at, long? last_used_at, long? revoked_at, string? revoked_by)
    {
        public StoredApiKey ToKey() => new()
        {
            Id = id,
            Name = name,
            Role = role,
            Hash = hash,
            Ending = ending,
            CreatedBy = created_by,
            CreatedAt = AlertRow.Instant(created_at),
            LastUsedAt = last_used_at is { } used ? AlertRow.Instant(used) : null,
            RevokedAt = revoked_at is { } revoked ? AlertRow.Instant(revoked) : null,
            RevokedBy = revoked_by,
        };
    }
}
