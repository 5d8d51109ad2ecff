using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What people do with alerts, in SQLite. Each act, its line in the timeline and the messages it owes are one transaction.</summary>
/// <param name="writer">The one writer.</param>
/// <param name="channels">Say whether they want to hear of ends.</param>
/// <param name="findRule">The rule of an id as it is now, if there is one: says whether its ends are told.</param>
/// <param name="time">The clock.</param>
/// <param name="changes">Told of every change.</param>
/// <param name="outbox">Told of new messages.</param>
internal sealed class SqliteAlertDesk(
    SqliteWriter writer, ChannelDirectory channels, Func<string, RuleDefinition?> findRule, TimeProvider time, AlertChanges changes, OutboxSignal outbox) : IAlertDesk
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
            (tables, _, now) =>
            {
                tables.Acknowledge(id, now, by);
                tables.AddEvent(id, now, "acknowledged", by, note);
                tables.OweToThoseTold(id, "alert.acknowledged", _ => NotificationDecision.Yes, now);
            },
            cancellationToken);

    public Task<AlertAction> ResolveAsync(string id, string by, string? notes, CancellationToken cancellationToken) =>
        ActAsync(
            id,
            alert => alert.Status == AlertStatus.Resolved ? AlertActionResult.Unchanged : AlertActionResult.Done,
            (tables, alert, now) =>
            {
                NotificationDecision Decide(string channel) =>
                    NotificationDecision.Decide(AlertTransitionKind.Resolved, channels.Find(channel), findRule(alert.RuleId)?.SendResolved ?? true);

                tables.Resolve(id, now, by, value: null);
                tables.AddEvent(id, now, "resolved", by, notes);
                tables.OweToThoseTold(id, "alert.resolved", Decide, now);
            },
            cancellationToken);

    private async Task<AlertAction> ActAsync(string id, Func<Alert, AlertActionResult> judge, Action<AlertTransaction, Alert, DateTimeOffset> act, CancellationToken cancellationToken)
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

                act(tables, alert, now);
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
