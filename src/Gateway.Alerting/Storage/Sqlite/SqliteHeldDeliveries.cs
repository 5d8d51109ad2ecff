using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Suppression;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Held messages in SQLite. One that is released leaves its note where it is and becomes a message of its own, in the same transaction.</summary>
internal sealed class SqliteHeldDeliveries(SqliteDatabase database, SqliteWriter writer, NotificationPolicy policy, OutboxSignal outbox) : IHeldDeliveries
{
    /// <summary>Skipped, to be decided again.</summary>
    public const string Held = "status = 3 and next_attempt_at is not null";

    /// <summary>In one transaction, so that others get their turn.</summary>
    private const int LargestBatch = 1_000;

    public Task ReconsiderAsync(DateTimeOffset now, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            new SuppressionTables(connection, transaction).Reconsider(now);
            return true;
        },
        cancellationToken);

    public async Task<int> ReleaseDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!IsAnyDue(now))
        {
            return 0;
        }

        var released = await writer.WriteAsync((connection, transaction) => Release(now, connection, transaction), cancellationToken);
        if (released > 0)
        {
            outbox.Raise();
        }

        return released;
    }

    private bool IsAnyDue(DateTimeOffset now)
    {
        using var connection = database.OpenReader();
        return connection.ExecuteScalar<long>($"select exists (select 1 from deliveries where {Held} and next_attempt_at <= @now)", new { now = now.ToUnixTimeMilliseconds() }) == 1;
    }

    private int Release(DateTimeOffset now, SqliteConnection connection, SqliteTransaction transaction)
    {
        var tables = new AlertTransaction(connection, transaction);
        var due = connection.Query<HeldRow>(
            $"select seq, alert_id, channel_id, event, reason from deliveries where {Held} and next_attempt_at <= @now order by seq limit @LargestBatch",
            new { now = now.ToUnixTimeMilliseconds(), LargestBatch },
            transaction).AsList();
        var released = 0;
        foreach (var held in due)
        {
            var decision = Decide(held, tables, now);
            connection.Execute(
                "update deliveries set reason = @reason, next_attempt_at = @until where seq = @seq",
                new { held.seq, reason = ReasonOf(held, decision, now), until = decision.HeldUntil?.ToUnixTimeMilliseconds() },
                transaction);
            if (decision.Send)
            {
                tables.Owe(tables.Alert(held.alert_id!), [new(held.channel_id, held.@event, decision)], now);
                released++;
            }
        }

        return released;
    }

    private NotificationDecision Decide(HeldRow held, AlertTransaction tables, DateTimeOffset now)
    {
        if (held.alert_id is null || tables.FindAlert(held.alert_id) is not { } alert)
        {
            return new(false, "the alert has been deleted");
        }

        var isTold = tables.OpeningOf(alert.Id).Any(opening => opening.Id == held.channel_id && opening.IsTold);
        return policy.Decide(alert, new(held.channel_id, isTold), NotificationEvents.OfType(held.@event), tables, now);
    }

    private static string? ReasonOf(HeldRow held, NotificationDecision decision, DateTimeOffset now) => decision switch
    {
        // It may have been ended early.
        { Send: true } => $"{held.reason}; sent when that was over, at {UntilText.Of(now, now, TimeZoneInfo.Utc)}",
        { HeldUntil: not null } => decision.Reason,
        _ => $"{held.reason}; {decision.Reason}",
    };

    private sealed record HeldRow(long seq, string? alert_id, string channel_id, string @event, string? reason);
}
