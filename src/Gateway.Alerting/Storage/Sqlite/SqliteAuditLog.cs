using Dapper;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads the audit from SQLite.</summary>
internal sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    public Task<IReadOnlyList<AuditEntry>> ListAsync(int limit, long? before, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<(long Id, long At, string By, string Action, string Target, string? Text)>(
            "select id, at, by, action, target, text from audit where id < @before order by id desc limit @limit",
            new { before = before ?? long.MaxValue, limit });
        return Task.FromResult<IReadOnlyList<AuditEntry>>([.. rows.Select(row => new AuditEntry(row.Id, AlertRow.Instant(row.At), row.By, row.Action, row.Target, row.Text))]);
    }
}
