using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads alerts from SQLite.</summary>
internal sealed class SqliteAlertLog(SqliteDatabase database) : IAlertLog
{
    private const string Matches = """
        from alerts
        where (@status is null or status = @status)
          and (@unresolved = 0 or status < 2)
          and (@severity is null or severity = @severity)
          and (@rule is null or rule_id = @rule)
          and (@from is null or triggered_at >= @from)
          and (@to is null or triggered_at < @to)
          and (@search is null or rule_name like @search escape '\' or description like @search escape '\' or group_values like @search escape '\')
        """;

    public Task<AlertPage> ListAsync(AlertFilter filter, int limit, int offset, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            status = (long?)filter.Status,
            unresolved = filter.UnresolvedOnly ? 1 : 0,
            severity = (long?)filter.Severity,
            rule = filter.RuleId,
            from = filter.From?.ToUnixTimeMilliseconds(),
            to = filter.To?.ToUnixTimeMilliseconds(),
            search = filter.Search is { } text ? LikePattern.Containing(text) : null,
            limit,
            offset,
        };
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var total = connection.ExecuteScalar<long>($"select count(*) {Matches}", parameters, transaction);
        var rows = connection.Query<AlertRow>($"select {AlertRow.Columns} {Matches} order by triggered_at desc, id desc limit @limit offset @offset", parameters, transaction);
        return Task.FromResult(new AlertPage([.. rows.Select(row => row.ToAlert())], total));
    }

    public Task<IReadOnlyList<Alert>> ActiveAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<AlertRow>($"select {AlertRow.Columns} from alerts where status < 2 order by severity, triggered_at desc, id desc");
        return Task.FromResult<IReadOnlyList<Alert>>([.. rows.Select(row => row.ToAlert())]);
    }

    public Task<AlertDetail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var alert = connection.QuerySingleOrDefault<AlertRow>($"select {AlertRow.Columns} from alerts where id = @id", new { id })?.ToAlert();
        if (alert is null)
        {
            return Task.FromResult<AlertDetail?>(null);
        }

        var timeline = connection
            .Query<(long At, string Kind, string By, string? Text)>("select at, kind, by, text from alert_events where alert_id = @id order by id", new { id })
            .Select(row => new AlertEvent(AlertRow.Instant(row.At), row.Kind, row.By, row.Text));
        var deliveries = connection
            .Query<DeliveryRow>("select id, channel_id, event, status, reason, attempts, created_at, sent_at, next_attempt_at from deliveries where alert_id = @id order by seq", new { id })
            .Select(row => row.ToSummary());
        return Task.FromResult<AlertDetail?>(new(alert, [.. timeline], [.. deliveries]));
    }

    private sealed record DeliveryRow(string id, string channel_id, string @event, long status, string? reason, long attempts, long created_at, long? sent_at, long? next_attempt_at)
    {
        public DeliverySummary ToSummary() => new(
            id,
            channel_id,
            @event,
            ((DeliveryStatus)status).ToString().ToLowerInvariant(),
            reason,
            (int)attempts,
            AlertRow.Instant(created_at),
            sent_at is { } sent ? AlertRow.Instant(sent) : null,
            next_attempt_at is { } next ? AlertRow.Instant(next) : null);
    }
}
