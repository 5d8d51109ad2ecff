using Dapper;
using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The outbox in SQLite.</summary>
internal sealed class SqliteDeliveryOutbox(SqliteDatabase database, SqliteWriter writer, OutboxSignal signal) : IDeliveryOutbox
{
    /// <summary>Pending messages of free channels; a later message about an alert waits for the earlier one, so an end never overtakes its beginning.</summary>
    private const string Sendable = """
        from deliveries as d
        where d.status = 0 and d.channel_id not in (select value from json_each(@busy))
          and not exists (select 1 from deliveries as earlier
                          where earlier.alert_id = d.alert_id and earlier.channel_id = d.channel_id and earlier.status = 0 and earlier.seq < d.seq)
        """;

    public Task<IReadOnlyList<Delivery.Delivery>> DueAsync(DateTimeOffset now, IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<DueRow>(
            $"""
            select id, alert_id, channel_id, event, payload, attempts from deliveries
            where seq in (select min(d.seq) {Sendable} and d.next_attempt_at <= @now group by d.channel_id)
            order by seq
            """,
            new { busy = AlertRow.Write(busyChannels), now = now.ToUnixTimeMilliseconds() });
        return Task.FromResult<IReadOnlyList<Delivery.Delivery>>(
            [.. rows.Select(row => new Delivery.Delivery(row.id, row.alert_id, row.channel_id, row.@event, row.payload, (int)row.attempts))]);
    }

    public Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var due = connection.ExecuteScalar<long?>($"select min(d.next_attempt_at) {Sendable}", new { busy = AlertRow.Write(busyChannels) });
        return Task.FromResult(due is { } milliseconds ? AlertRow.Instant(milliseconds) : (DateTimeOffset?)null);
    }

    public Task RecordAsync(Delivery.Delivery delivery, DeliveryAttempt? attempt, DeliveryStatus status, string? reason, DateTimeOffset? nextAttemptAt, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            (connection, transaction) =>
            {
                if (attempt is not null)
                {
                    connection.Execute(
                        "insert into delivery_attempts (delivery_id, at, status_code, duration_ms, error) values (@Id, @at, @StatusCode, @duration, @Error)",
                        new { delivery.Id, at = attempt.At.ToUnixTimeMilliseconds(), attempt.Outcome.StatusCode, duration = attempt.Duration.TotalMilliseconds, attempt.Outcome.Error },
                        transaction);
                }

                return connection.Execute(
                    """
                    update deliveries set status = @status, reason = @reason, attempts = attempts + @tried, next_attempt_at = @next,
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

    public Task WaitForNewAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    private sealed record DueRow(string id, string? alert_id, string channel_id, string @event, string payload, long attempts);
}
