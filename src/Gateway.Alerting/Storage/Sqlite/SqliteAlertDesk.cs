using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What people do with alerts, in SQLite. Each act, its line in the timeline and the messages it owes are one transaction.</summary>
internal sealed class SqliteAlertDesk(SqliteWriter writer, NotificationPolicy policy, TimeProvider time, AlertChanges changes, OutboxSignal outbox) : IAlertDesk
{
    public async Task<AlertAction> AcknowledgeAsync(string id, string by, string? note, CancellationToken cancellationToken) =>
        (await ActAsync(AlertAct.Acknowledge, [id], by, note, cancellationToken))[0];

    public async Task<AlertAction> ResolveAsync(string id, string by, string? notes, CancellationToken cancellationToken) =>
        (await ActAsync(AlertAct.Resolve, [id], by, notes, cancellationToken))[0];

    public async Task<AlertAction> DeleteAsync(string id, string by, CancellationToken cancellationToken) =>
        (await ActAsync(AlertAct.Delete, [id], by, null, cancellationToken))[0];

    public async Task<AlertAction> AddNoteAsync(string id, string by, string text, CancellationToken cancellationToken)
    {
        var actions = await WriteAsync([id], (tables, alert, now) => AddNote(tables, alert, now, by, text), cancellationToken);
        Announce(actions);
        return actions[0];
    }

    public async Task<IReadOnlyList<AlertAction>> ActAsync(AlertAct act, IReadOnlyList<string> ids, string by, string? notes, CancellationToken cancellationToken)
    {
        var actions = await WriteAsync(
            ids,
            (tables, alert, now) => act switch
            {
                AlertAct.Acknowledge => Acknowledge(tables, alert, now, by, notes),
                AlertAct.Resolve => Resolve(tables, alert, now, by, notes),
                AlertAct.Unacknowledge => Unacknowledge(tables, alert, now, by, notes),
                _ => Delete(tables, alert, now, by, notes),
            },
            cancellationToken);
        if (act != AlertAct.Delete)
        {
            Announce(actions);
        }

        return actions;
    }

    private AlertAction Acknowledge(AlertTransaction tables, Alert alert, DateTimeOffset now, string by, string? note)
    {
        if (alert.Status != AlertStatus.Open)
            return new(alert.Status == AlertStatus.Acknowledged ? AlertActionResult.Unchanged : AlertActionResult.Conflict, alert);

        tables.Acknowledge(alert.Id, now, by);
        tables.AddEvent(alert.Id, now, "acknowledged", by, note);
        tables.OweFollowUp(alert.Id, NotificationEvent.Acknowledged, policy, now);
        return new(AlertActionResult.Done, tables.Alert(alert.Id));
    }

    private AlertAction Resolve(AlertTransaction tables, Alert alert, DateTimeOffset now, string by, string? notes)
    {
        if (alert.Status == AlertStatus.Resolved)
            return new(AlertActionResult.Unchanged, alert);

        tables.Resolve(alert.Id, now, by, value: null);
        tables.AddEvent(alert.Id, now, "resolved", by, notes);
        tables.OweFollowUp(alert.Id, NotificationEvent.Resolved, policy, now);
        return new(AlertActionResult.Done, tables.Alert(alert.Id));
    }

    private static AlertAction Unacknowledge(AlertTransaction tables, Alert alert, DateTimeOffset now, string by, string? note)
    {
        if (!AlertUndo.IsAllowed(alert, by, now))
            return new(AlertActionResult.Conflict, alert);

        tables.Unacknowledge(alert.Id);
        tables.AddEvent(alert.Id, now, "unacknowledged", by, note);
        return new(AlertActionResult.Done, tables.Alert(alert.Id));
    }

    private static AlertAction AddNote(AlertTransaction tables, Alert alert, DateTimeOffset now, string by, string text)
    {
        tables.AddEvent(alert.Id, now, "note", by, text);
        return new(AlertActionResult.Done, alert);
    }

    private static AlertAction Delete(AlertTransaction tables, Alert alert, DateTimeOffset now, string by, string? notes)
    {
        if (alert.Status != AlertStatus.Resolved)
            return new(AlertActionResult.Conflict, alert);

        tables.Delete(alert.Id, now);
        tables.Audit(now, by, "alert.deleted", alert.Id, notes is null ? alert.RuleId : $"{alert.RuleId}: {notes}");
        return new(AlertActionResult.Done, alert);
    }

    private async Task<IReadOnlyList<AlertAction>> WriteAsync(
        IReadOnlyList<string> ids, Func<AlertTransaction, Alert, DateTimeOffset, AlertAction> act, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await writer.WriteAsync(
            (connection, transaction) =>
            {
                var tables = new AlertTransaction(connection, transaction);
                return (List<AlertAction>)[.. ids.Select(id => tables.FindAlert(id) is { } alert ? act(tables, alert, now) : new(AlertActionResult.NotFound, null))];
            },
            cancellationToken);
    }

    private void Announce(IEnumerable<AlertAction> actions)
    {
        outbox.Raise();
        foreach (var action in actions.Where(action => action.Result == AlertActionResult.Done))
        {
            changes.Publish(action.Alert!);
        }
    }
}
