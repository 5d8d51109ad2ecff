using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Rules;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads the delivery log from SQLite.</summary>
internal sealed class SqliteDeliveryLog(SqliteDatabase database) : IDeliveryLog
{
    private const string Columns = """
        d.id, d.alert_id, a.rule_name, a.severity, d.channel_id, d.event, d.status, d.reason, d.created_at, d.next_attempt_at, d.sent_at, d.digest_id
        """;

    /// <summary>An alert that was deleted keeps its row, but not its name.</summary>
    private const string WithAlert = "left join alerts as a on a.id = d.alert_id and a.deleted_at is null";

    public Task<DeliveryPage> ListAsync(DeliveryFilter filter, int limit, int offset, CancellationToken cancellationToken)
    {
        var parameters = new { alert = filter.AlertId, channel = filter.ChannelId, status = (long?)filter.Status, digest = filter.DigestId, limit, offset };
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var total = connection.ExecuteScalar<long>($"select count(*) from deliveries {Where(filter)}", parameters, transaction);
        // The page is found in the index first: the rows before it are not read.
        var rows = connection.Query<DeliveryRow>(
            $"""
            select {Columns} from (select seq from deliveries {Where(filter)} order by seq desc limit @limit offset @offset) as page
            join deliveries as d on d.seq = page.seq {WithAlert} order by d.seq desc
            """,
            parameters,
            transaction).AsList();
        return Task.FromResult(new DeliveryPage(WithAttempts(rows, connection, transaction), total));
    }

    public Task<DeliveryRecord?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var row = connection.Query<DeliveryRow>($"select {Columns} from deliveries as d {WithAlert} where d.id = @id", new { id }, transaction).AsList();
        return Task.FromResult(WithAttempts(row, connection, transaction).SingleOrDefault());
    }

    public Task<IReadOnlyList<string>> ChannelsAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<string>>(connection.Query<string>(
            """
            with recursive channels (id) as (
                select min(log_channel) from deliveries
                union all
                select (select min(log_channel) from deliveries where log_channel > channels.id) from channels where channels.id is not null)
            select id from channels where id is not null
            """).AsList());
    }

    private static List<DeliveryRecord> WithAttempts(List<DeliveryRow> rows, SqliteConnection connection, SqliteTransaction transaction)
    {
        var attempts = connection
            .Query<(string Id, long At, long? StatusCode, double DurationMs, string? Error)>(
                "select delivery_id, at, status_code, duration_ms, error from delivery_attempts where delivery_id in (select value from json_each(@ids)) order by id",
                new { ids = AlertRow.Write(rows.Select(row => row.id)) },
                transaction)
            .ToLookup(row => row.Id, row => new PastAttempt(AlertRow.Instant(row.At), (int?)row.StatusCode, row.DurationMs, row.Error));
        var repeats = Repeats(rows.Select(row => row.id), connection, transaction);
        return [.. rows.Select(row => row.ToRecord() with { Attempts = [.. attempts[row.id]], IsRepeat = repeats.Contains(row.id) })];
    }

    /// <summary>Which of some messages are openings of which their channel has been told before.</summary>
    internal static HashSet<string> Repeats(IEnumerable<string> ids, SqliteConnection connection, SqliteTransaction transaction) =>
    [
        .. connection.Query<string>(
            """
            select d.id from deliveries as d where d.id in (select value from json_each(@ids)) and d.event = 'alert.opened' and exists (
                select 1 from deliveries as first where first.alert_id = d.alert_id and first.channel_id = d.channel_id
                and first.event = 'alert.opened' and first.seq < d.seq and (first.status <> 3 or first.digest_id is not null))
            """,
            new { ids = AlertRow.Write(ids) },
            transaction),
    ];

    private static string Where(DeliveryFilter filter)
    {
        List<string> parts = [];
        if (filter.AlertId is not null)
            parts.Add("alert_id = @alert");
        if (filter.ChannelId is not null)
            parts.Add("log_channel = @channel");
        if (filter.Status is not null)
            parts.Add("log_status = @status");
        if (filter.DigestId is not null)
            parts.Add("digest_id = @digest");
        return parts.Count == 0 ? "" : "where " + string.Join(" and ", parts);
    }

    private sealed record DeliveryRow(
        string id,
        string? alert_id,
        string? rule_name,
        long? severity,
        string channel_id,
        string @event,
        long status,
        string? reason,
        long created_at,
        long? next_attempt_at,
        long? sent_at,
        string? digest_id)
    {
        public DeliveryRecord ToRecord() => new()
        {
            Id = id,
            AlertId = alert_id,
            Alert = rule_name is null ? null : new(rule_name, (AlertPriority)(severity ?? 0)),
            ChannelId = channel_id,
            Event = @event,
            Status = (DeliveryStatus)status,
            Reason = reason,
            CreatedAt = AlertRow.Instant(created_at),
            NextAttemptAt = next_attempt_at is { } next ? AlertRow.Instant(next) : null,
            SentAt = sent_at is { } sent ? AlertRow.Instant(sent) : null,
            DigestId = digest_id,
        };
    }
}
