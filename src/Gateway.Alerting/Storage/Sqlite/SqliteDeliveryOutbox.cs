using Dapper;
using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The outbox in SQLite.</summary>
internal sealed class SqliteDeliveryOutbox(SqliteDatabase database, SqliteWriter writer, OutboxSignal signal, DeliveryChanges changes) : IDeliveryOutbox
{
    /// <summary>The free channels that owe something, each found by one step in the index: a queue of a hundred thousand messages is not read for it.</summary>
    private const string Owing = """
        with recursive owing (id) as (
            select min(channel_id) from deliveries indexed by deliveries_due where status = 0
            union all
            select (select min(channel_id) from deliveries indexed by deliveries_due where status = 0 and channel_id > owing.id) from owing where owing.id is not null),
        free (id) as (select id from owing where id is not null and id not in (select value from json_each(@busy)))
        """;

    /// <summary>What tells of the same alert stands in a digest that is still to be sent, or sent again.</summary>
    internal const string DigestWaits = """
        exists (select 1 from deliveries as told indexed by deliveries_in_digest cross join deliveries as digest on digest.id = told.digest_id and digest.status = 0
                where told.alert_id = d.alert_id and told.channel_id = d.channel_id and told.digest_id is not null)
        """;

    /// <summary>A later message about an alert waits for the earlier one, so an end never overtakes its beginning.</summary>
    private const string InTurn = $"""
        d.status = 0 and d.channel_id = free.id
        and not exists (select 1 from deliveries as earlier indexed by deliveries_earlier
                        where earlier.alert_id = d.alert_id and earlier.channel_id = d.channel_id and earlier.status = 0 and earlier.seq < d.seq)
        and not {DigestWaits}
        """;

    /// <summary>Its plan is read by a test.</summary>
    internal const string Due = $"""
        {Owing}
        select m.id, m.alert_id, m.channel_id, m.event, m.payload, m.attempts
        from free cross join deliveries as m
          on m.seq = (select d.seq from deliveries as d indexed by deliveries_queue where {InTurn} and d.next_attempt_at <= @now order by d.is_update, d.seq limit 1)
        order by m.seq
        """;

    internal const string NextDue = $"""
        {Owing}
        select min((select d.next_attempt_at from deliveries as d indexed by deliveries_due where {InTurn} order by d.next_attempt_at limit 1)) from free
        """;

    public Task<IReadOnlyList<Delivery.Delivery>> DueAsync(DateTimeOffset now, IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<DueRow>(Due, new { busy = AlertRow.Write(busyChannels), now = now.ToUnixTimeMilliseconds() });
        return Task.FromResult<IReadOnlyList<Delivery.Delivery>>(
            [.. rows.Select(row => new Delivery.Delivery(row.id, row.alert_id, row.channel_id, row.@event, row.payload, (int)row.attempts))]);
    }

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var due = connection.ExecuteScalar<long?>(NextDue, new { busy = AlertRow.Write(busyChannels) });
        return Task.FromResult(due is { } milliseconds ? AlertRow.Instant(milliseconds) : (DateTimeOffset?)null);
    }

    public Task BeginAsync(Delivery.Delivery delivery, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) => connection.Execute("update deliveries set begun = 1 where id = @Id", new { delivery.Id }, transaction),
        cancellationToken);

    public async Task RecordAsync(Delivery.Delivery delivery, DeliveryAttempt? attempt, DeliveryStatus status, string? reason, DateTimeOffset? nextAttemptAt, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            (connection, transaction) =>
            {
                if (attempt is not null)
                {
                    DeliveryAttempts.Add(delivery, attempt, connection, transaction);
                }

                if (delivery.Event == MessageTypes.Digest && status != DeliveryStatus.Pending)
                {
                    DigestMembers.Follow(delivery.Id, status, reason, connection, transaction);
                }

                return connection.Execute(
                    """
                    update deliveries set status = @status, reason = @reason, attempts = attempts + @tried, begun = max(begun, @tried), next_attempt_at = @next,
                        sent_at = case when @status = 1 then @at end
                    where id = @Id
                    """,
                    new
                    {
                        delivery.Id,
                        status,
                        reason,
                        tried = attempt is null ? 0 : 1,
                        next = nextAttemptAt?.ToUnixTimeMilliseconds(),
                        at = attempt is null ? (long?)null : (attempt.At + attempt.Duration).ToUnixTimeMilliseconds(),
                    },
                    transaction);
            },
            cancellationToken);
        changes.Publish(new(delivery.Id, delivery.AlertId, delivery.ChannelId, delivery.Event, status));
    }

    public Task<IReadOnlyList<PastTry>> LatestTriesAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult(DeliveryAttempts.Latest(connection, since));
    }

    public Task WaitForNewAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    private sealed record DueRow(string id, string? alert_id, string channel_id, string @event, string payload, long attempts);
}
