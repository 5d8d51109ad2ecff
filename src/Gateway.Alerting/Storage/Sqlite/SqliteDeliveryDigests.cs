using System.Text.Json;
using Dapper;
using Gateway.Alerting.Delivery;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Digests in SQLite. A digest and the notes at what it stands for are one transaction.</summary>
internal sealed class SqliteDeliveryDigests(SqliteDatabase database, SqliteWriter writer, DeliveryChanges changes) : IDeliveryDigests
{
    /// <summary>In one digest, so that all of them can be listed in it.</summary>
    public const int MostMessages = 500;

    /// <summary>Receivers of webhooks often take no more than a megabyte.</summary>
    public const int MostCharacters = 512 * 1024;

    /// <summary>Due, no digest itself, not even begun to be sent, and not in front of what of the same alert is being tried again: that has to be heard first.</summary>
    private const string Waiting = $"""
        status = 0 and begun = 0 and channel_id = @channel and next_attempt_at <= @now and event <> 'alert.digest'
        and not exists (select 1 from deliveries as earlier indexed by deliveries_earlier
                        where earlier.alert_id = d.alert_id and earlier.channel_id = d.channel_id and earlier.status = 0
                          and earlier.begun = 1 and earlier.seq < d.seq)
        and not {SqliteDeliveryOutbox.DigestWaits}
        """;

    public async Task<IReadOnlyList<FoldedMessages>> FoldAsync(IReadOnlyCollection<NotificationChannel> channels, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var folded = new List<FoldedMessages>();
        foreach (var channel in Overflowing(channels, now))
        {
            var count = channel.KeepsAlerts ? await DropPointlessAsync(channel.Id, now, cancellationToken) : await FoldAllAsync(channel, now, cancellationToken);
            folded.Add(new(channel.Id, count));
        }

        return [.. folded.Where(channel => channel.Count > 0)];
    }

    private async Task<int> FoldAllAsync(NotificationChannel channel, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = 0;
        while (await writer.WriteAsync((connection, transaction) => FoldOnce(channel.Id, now, connection, transaction), cancellationToken) is { } folded)
        {
            changes.Publish(new(folded.Digest, null, channel.Id, MessageTypes.Digest, DeliveryStatus.Pending));
            count += folded.Count;
        }

        return count;
    }

    private List<NotificationChannel> Overflowing(IReadOnlyCollection<NotificationChannel> channels, DateTimeOffset now)
    {
        if (channels.Count == 0)
        {
            return [];
        }

        using var connection = database.OpenReader();
        return [.. channels.Where(channel => connection.ExecuteScalar<long>(
            $"select count(*) from (select 1 from deliveries as d indexed by deliveries_queue where {Waiting} limit @limit + 1)",
            new { channel = channel.Id, now = now.ToUnixTimeMilliseconds(), limit = channel.RateLimitPerMinute }) > channel.RateLimitPerMinute)];
    }

    /// <returns>Null when there is nothing left to put together.</returns>
    private static Folded? FoldOnce(string channel, DateTimeOffset now, SqliteConnection connection, SqliteTransaction transaction)
    {
        var at = now.ToUnixTimeMilliseconds();
        var first = connection.Query<WaitingRow>(
            $"select seq, payload from deliveries as d indexed by deliveries_queue where {Waiting} order by is_update, seq limit @MostMessages",
            new { channel, now = at, MostMessages },
            transaction).AsList();
        var rows = first.Take(HowManyFit(first)).ToList();
        if (rows.Count < 2)
        {
            return null;
        }

        var id = "msg_" + Guid.CreateVersion7(now).ToString("N");
        var messages = rows.Select(row => AlertRow.Read<AlertMessage>(row.payload)).ToList();
        connection.Execute(
            """
            insert into deliveries (id, alert_id, channel_id, event, status, payload, created_at, next_attempt_at)
            values (@id, null, @channel, @digest, @pending, @payload, @at, @at)
            """,
            new { id, channel, digest = MessageTypes.Digest, pending = DeliveryStatus.Pending, payload = DigestMessage.Write(now, new(messages.Count, messages)), at },
            transaction);
        connection.Execute(
            "update deliveries set status = @skipped, reason = @reason, digest_id = @id, next_attempt_at = null where seq in (select value from json_each(@seqs))",
            new { skipped = DeliveryStatus.Skipped, reason = DigestMembers.Waiting(id, rows.Count - 1), id, seqs = JsonSerializer.Serialize(rows.Select(row => row.seq)) },
            transaction);
        return new(id, rows.Count);
    }

    private static int HowManyFit(List<WaitingRow> rows)
    {
        var (count, length) = (0, 0);
        while (count < rows.Count && length + rows[count].payload.Length <= MostCharacters)
        {
            length += rows[count++].payload.Length;
        }

        return count;
    }

    /// <summary>An alert of which the receiver knows nothing, and which is over: there is no state left to keep.</summary>
    private async Task<int> DropPointlessAsync(string channel, DateTimeOffset now, CancellationToken cancellationToken) => await writer.WriteAsync(
        (connection, transaction) => connection.Execute(
            $"""
            update deliveries as d set status = @skipped, reason = 'it began and ended while more messages waited than the channel takes', next_attempt_at = null
            where {Waiting} and alert_id in (
                select ending.alert_id from deliveries as ending indexed by deliveries_queue
                where ending.status = 0 and ending.channel_id = @channel and ending.is_update = 1 and ending.begun = 0 and ending.event = 'alert.resolved'
                  and exists (select 1 from deliveries as opening indexed by deliveries_by_alert where opening.alert_id = ending.alert_id and opening.channel_id = @channel and opening.event = 'alert.opened')
                  and not exists (select 1 from deliveries as known indexed by deliveries_by_alert where known.alert_id = ending.alert_id and known.channel_id = @channel
                                  and (known.begun = 1 or known.status not in (@pending, @skipped))))
            """,
            new { channel, now = now.ToUnixTimeMilliseconds(), pending = DeliveryStatus.Pending, skipped = DeliveryStatus.Skipped },
            transaction),
        cancellationToken);

    private sealed record Folded(string Digest, int Count);

    private sealed record WaitingRow(long seq, string payload);
}
