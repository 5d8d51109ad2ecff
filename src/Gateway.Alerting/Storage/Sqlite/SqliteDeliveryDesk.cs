using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What people do with messages, in SQLite. Each act and its line in the audit are one transaction.</summary>
internal sealed class SqliteDeliveryDesk(SqliteWriter writer, ChannelDirectory channels, TimeProvider time, OutboxSignal outbox, DeliveryChanges changes) : IDeliveryDesk
{
    private const string Find = """
        select d.seq, d.alert_id, d.channel_id, d.event, d.status, d.digest_id, a.status as alert_status,
            exists (select 1 from deliveries as ending
                    where ending.alert_id = d.alert_id and ending.channel_id = d.channel_id and ending.event = 'alert.resolved' and ending.status = 1) as is_end_told,
            exists (select 1 from deliveries as later
                    where later.alert_id = d.alert_id and later.channel_id = d.channel_id and later.event = d.event and later.seq > d.seq) as is_replaced
        from deliveries as d left join alerts as a on a.id = d.alert_id where d.id = @id
        """;

    public async Task<ResendResult> ResendAsync(string id, string by, CancellationToken cancellationToken)
    {
        var (result, changed) = await writer.WriteAsync((connection, transaction) => Resend(id, by, connection, transaction), cancellationToken);
        if (changed is not null)
        {
            outbox.Raise();
            changes.Publish(changed);
        }

        return result;
    }

    private (ResendResult Result, DeliveryChange? Changed) Resend(string id, string by, SqliteConnection connection, SqliteTransaction transaction)
    {
        var now = time.GetUtcNow();
        if (connection.QuerySingleOrDefault<ResendRow>(Find, new { id }, transaction) is not { } row)
        {
            return (new(ResendOutcome.NotFound), null);
        }

        if (WhyNot(row) is { } reason)
        {
            return (new(ResendOutcome.Conflict, reason), null);
        }

        // The count of tries begins anew, and with it the schedule; the tries themselves stay.
        connection.Execute(
            "update deliveries set status = @pending, reason = null, attempts = 0, begun = 1, next_attempt_at = @at where seq = @seq",
            new { row.seq, pending = DeliveryStatus.Pending, at = now.ToUnixTimeMilliseconds() },
            transaction);
        if (row is { alert_status: (long)AlertStatus.Resolved, @event: MessageTypes.Opened })
        {
            OweTheEnd(row, now, connection, transaction);
        }

        new AlertTransaction(connection, transaction).Audit(now, by, "delivery.resent", id, $"{row.@event} to {row.channel_id}");
        return (new(ResendOutcome.Done), new(id, row.alert_id, row.channel_id, row.@event, DeliveryStatus.Pending));
    }

    /// <summary>Whoever hears of the beginning only now has to hear of the end as well, after it.</summary>
    private static void OweTheEnd(ResendRow opening, DateTimeOffset now, SqliteConnection connection, SqliteTransaction transaction) => connection.Execute(
        """
        update deliveries set status = @pending, reason = null, next_attempt_at = @at
        where alert_id = @alert_id and channel_id = @channel_id and event = 'alert.resolved' and status = @skipped and reason = @NothingToEnd
        """,
        new
        {
            opening.alert_id,
            opening.channel_id,
            pending = DeliveryStatus.Pending,
            skipped = DeliveryStatus.Skipped,
            NotificationDecision.NothingToEnd,
            at = now.ToUnixTimeMilliseconds(),
        },
        transaction);

    private string? WhyNot(ResendRow row) => row switch
    {
        { status: (long)DeliveryStatus.Pending } => "It is still waiting to be sent.",
        { status: (long)DeliveryStatus.Sent } => "It was sent already.",
        { digest_id: { } digest } => $"It stands in the digest '{digest}': resend that.",
        { is_replaced: 1 } => "A later message about the same has taken its place.",
        { alert_status: (long)AlertStatus.Resolved, @event: not MessageTypes.Resolved } when channels.Find(row.channel_id)?.KeepsAlerts == true =>
            "The alert is over, and this message would open it again at the receiver.",
        { is_end_told: 1, @event: not MessageTypes.Resolved } => "The receiver knows that the alert is over: this message would tell of it as if it had begun after that.",
        _ => null,
    };

    private sealed record ResendRow(long seq, string? alert_id, string channel_id, string @event, long status, string? digest_id, long? alert_status, long is_end_told, long is_replaced);
}
