using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads from SQLite what receivers know of.</summary>
internal sealed class SqliteToldAlerts(SqliteDatabase database) : IToldAlerts
{
    public Task<IReadOnlyList<Alert>> UnresolvedAsync(string channelId, CancellationToken cancellationToken) => Query(
        """
        status < 2 and exists (select 1 from deliveries
                               where deliveries.alert_id = alerts.id and deliveries.channel_id = @channelId and deliveries.event = 'alert.opened' and deliveries.status = 1)
        """,
        new { channelId });

    public Task<IReadOnlyList<Alert>> FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        Query("deleted_at is null and id in (select value from json_each(@ids))", new { ids = AlertRow.Write(ids) });

    private Task<IReadOnlyList<Alert>> Query(string where, object parameters)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<Alert>>([.. connection.Query<AlertRow>($"select {AlertRow.Columns} from alerts where {where}", parameters).Select(row => row.ToAlert())]);
    }
}
