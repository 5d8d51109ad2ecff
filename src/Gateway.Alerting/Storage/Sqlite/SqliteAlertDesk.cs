using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What people do with alerts, in SQLite. Each act, its line in the timeline and the messages it owes are one transaction.</summary>
internal sealed class SqliteAlertDesk(SqliteWriter writer, TimeProvider time, AlertChanges changes, OutboxSignal outbox) : IAlertDesk
{
    public Task<AlertAction> AcknowledgeAsync(string id, string by, string? note, CancellationToken cancellationToken) =>
        ActAsync(
            id,
            alert => alert.Status switch
            {
                AlertStatus.Open => AlertActionResult.Done,
                AlertStatus.Acknowledged => AlertActionResult.Unchanged,
                _ => AlertActionResult.Conflict,
            },
            (tables, now) =>
            {
                tables.Acknowledge(id, now, by);
                tables.AddEvent(id, now, "acknowledged", by, note);
                tables.OweToThoseTold(id, "alert.acknowledged", now);
            },
            cancellationToken);

    public Task<AlertAction> ResolveAsync(string id, string by, string? notes, CancellationToken cancellationToken) =>
        ActAsync(
            id,
            alert => alert.Status == AlertStatus.Resolved ? AlertActionResult.Unchanged : AlertActionResult.Done,
            (tables, now) =>
            {
                tables.Resolve(id, now, by, value: null);
                tables.AddEvent(id, now, "resolved", by, notes);
                tables.OweToThoseTold(id, "alert.resolved", now);
            },
            cancellationToken);

    private async Task<AlertAction> ActAsync(string id, Func<Alert, AlertActionResult> judge, Action<AlertTransaction, DateTimeOffset> act, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var action = await writer.WriteAsync(
            (connection, transaction) =>
            {
                var tables = new AlertTransaction(connection, transaction);
                if (tables.FindAlert(id) is not { } alert)
                {
                    return new AlertAction(AlertActionResult.NotFound, null);
                }

                var result = judge(alert);
                if (result != AlertActionResult.Done)
                {
                    return new(result, alert);
                }

                act(tables, now);
                return new(result, tables.Alert(id));
            },
            cancellationToken);
        if (action is { Result: AlertActionResult.Done, Alert: { } changed })
        {
            outbox.Raise();
            changes.Publish(changed);
        }

        return action;
    }
}
