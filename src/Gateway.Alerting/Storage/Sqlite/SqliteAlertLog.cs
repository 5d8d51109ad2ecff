using System.Runtime.CompilerServices;
using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Reads alerts from SQLite.</summary>
internal sealed class SqliteAlertLog(SqliteDatabase database) : IAlertLog
{
    private const int StreamPage = 500;

    /// <summary>So many are sorted in no time.</summary>
    private const int FewAlerts = 5_000;

    public Task<AlertPage> ListAsync(AlertFilter filter, AlertSort sort, int limit, int offset, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var words = AlertSearch.Narrow(connection, filter, transaction);
        var total = Count(connection, filter, words, transaction);
        var left = (int)Math.Clamp(total - offset, 0, limit);
        if (left == 0)
            return Task.FromResult(new AlertPage([], total));

        // The page is found in the index first, from the nearer end: the rows before it are not read.
        var (order, skipped) = offset > total / 2 ? (Backwards(sort), total - offset - left) : (Order(sort), offset);
        var from = AlertConditions.From(filter, words is null ? IndexOf(filter, sort, total) : null, words);
        var rows = connection.Query<AlertRow>(
            $"""
            select {AlertRow.Columns} from (select id as found {from} order by {order} limit @limit offset @offset) as page
            join alerts on id = page.found order by {Order(sort)}
            """,
            AlertConditions.Parameters(filter, left, skipped, words: words),
            transaction);
        return Task.FromResult(new AlertPage([.. rows.Select(row => row.ToAlert())], total));
    }

    public Task<AlertCounts> CountAsync(AlertFilter filter, CancellationToken cancellationToken)
    {
        var any = filter with { Status = null, UnresolvedOnly = false };
        using var connection = database.OpenReader();
        var counts = AlertQuarters.Know(any) ? AlertQuarters.CountByStatus(connection, any) : CountByStatus(connection, any);
        return Task.FromResult(new AlertCounts(
            counts.GetValueOrDefault(AlertStatus.Open),
            counts.GetValueOrDefault(AlertStatus.Acknowledged),
            counts.GetValueOrDefault(AlertStatus.Resolved)));
    }

    public async IAsyncEnumerable<Alert> StreamAsync(AlertFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = new AlertPlace(long.MaxValue, "");
        while (true)
        {
            var from = after;
            var rows = await Task.Run(() => NewestFirst(filter, from), cancellationToken);
            foreach (var row in rows)
                yield return row.ToAlert();

            if (rows.Count < StreamPage)
                yield break;

            after = new(rows[^1].triggered_at, rows[^1].id);
        }
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
        using var transaction = connection.BeginTransaction(deferred: true);
        var alert = connection.QuerySingleOrDefault<AlertRow>($"select {AlertRow.Columns} from alerts where id = @id and deleted_at is null", new { id }, transaction)?.ToAlert();
        if (alert is null)
        {
            return Task.FromResult<AlertDetail?>(null);
        }

        var events = connection
            .Query<(long At, string Kind, string By, string? Text)>("select at, kind, by, text from alert_events where alert_id = @id order by id", new { id }, transaction)
            .Select(row => new AlertEvent(AlertRow.Instant(row.At), row.Kind, row.By, row.Text));
        var rows = connection
            .Query<DeliveryRow>("select id, channel_id, event, status, reason, attempts, created_at, sent_at, next_attempt_at from deliveries where alert_id = @id order by seq", new { id }, transaction)
            .ToList();
        var repeats = SqliteDeliveryLog.Repeats(rows.Select(row => row.id), connection, transaction);
        var deliveries = rows.Select(row => row.ToSummary() with { IsRepeat = repeats.Contains(row.id) }).ToList();
        var tries = connection
            .Query<TryRow>(
                """
                select d.id, a.at, d.channel_id, d.event, d.status, a.status_code, a.error
                from deliveries as d join delivery_attempts as a on a.delivery_id = d.id where d.alert_id = @id order by a.id
                """,
                new { id },
                transaction)
            .GroupBy(row => row.id)
            .SelectMany(same => same.Select((row, index) => row.ToTry(repeats.Contains(row.id), isLast: index == same.Count() - 1)));
        return Task.FromResult<AlertDetail?>(new(alert, AlertTimeline.Merge(events, deliveries, tries), deliveries));
    }

    public Task<IReadOnlyList<AlertRule>> RulesAsync(int most, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        // Leaps from rule to rule in the index, however many alerts each has.
        var rows = connection.Query<(string Id, string Name)>(
            """
            with recursive ids (id) as (
                select min(rule_id) from alerts where deleted_at is null
                union all
                select (select min(rule_id) from alerts where deleted_at is null and rule_id > ids.id) from ids where id is not null)
            select id, (select rule_name from alerts where deleted_at is null and rule_id = ids.id order by triggered_at desc limit 1) from ids where id is not null limit @most
            """,
            new { most });
        return Task.FromResult<IReadOnlyList<AlertRule>>([.. rows.Select(row => new AlertRule(row.Id, row.Name)).OrderBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    public Task<IReadOnlyList<SeverityCounts>> CountOverTimeAsync(AlertFilter filter, IReadOnlyList<DateTimeOffset> bounds, CancellationToken cancellationToken)
    {
        var within = filter with { From = bounds[0], To = bounds[^1] };
        using var connection = database.OpenReader();
        return Task.FromResult(Fold(AlertQuarters.Know(within) ? AlertQuarters.BySeverity(connection, within) : BySeverity(connection, within), bounds));
    }

    public Task<IReadOnlyList<string>> IdsAsync(AlertFilter filter, int limit, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var words = AlertSearch.Narrow(connection, filter);
        return Task.FromResult<IReadOnlyList<string>>(connection.Query<string>(
            $"select id {AlertConditions.From(filter, words is null ? IndexByTime(filter) : null, words)} order by {Order(AlertSort.Newest)} limit @limit", AlertConditions.Parameters(filter, limit, words: words)).AsList());
    }

    public Task<IReadOnlyList<string>> AcknowledgedIdsAsync(string by, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        return Task.FromResult<IReadOnlyList<string>>(connection.Query<string>(
            "select id from alerts where deleted_at is null and status = 1 and acknowledged_by = @by and acknowledged_at between @from and @to order by triggered_at desc, id desc",
            new { by, from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() }).AsList());
    }

    private static long Count(SqliteConnection connection, AlertFilter filter, string? words, SqliteTransaction transaction) => AlertQuarters.Know(filter)
        ? AlertQuarters.CountByStatus(connection, filter, transaction).Values.Sum()
        : connection.ExecuteScalar<long>($"select count(*) {AlertSearch.Source(filter, words)}", AlertConditions.Parameters(filter, words: words), transaction);

    private static Dictionary<AlertStatus, long> CountByStatus(SqliteConnection connection, AlertFilter filter)
    {
        var words = AlertSearch.Narrow(connection, filter);
        return connection
            .Query<(long Status, long Count)>($"select status, count(*) {AlertSearch.Source(filter, words)} group by status", AlertConditions.Parameters(filter, words: words))
            .ToDictionary(row => (AlertStatus)row.Status, row => row.Count);
    }

    /// <summary>By the quarter of an hour: days begin at one everywhere.</summary>
    private static IEnumerable<SeverityAt> BySeverity(SqliteConnection connection, AlertFilter filter)
    {
        var words = AlertSearch.Narrow(connection, filter);
        return connection.Query<SeverityAt>(
            $"select triggered_at / 900000 * 900000 as At, severity as Severity, count(*) as Count {AlertConditions.From(filter, words: words)} group by 1, 2",
            AlertConditions.Parameters(filter, words: words));
    }

    private static IReadOnlyList<SeverityCounts> Fold(IEnumerable<SeverityAt> counted, IReadOnlyList<DateTimeOffset> bounds)
    {
        var starts = bounds.Select(bound => bound.ToUnixTimeMilliseconds()).ToArray();
        var sums = new long[starts.Length - 1, Enum.GetValues<AlertPriority>().Length];
        foreach (var part in counted)
        {
            var place = Array.BinarySearch(starts, part.At);
            sums[place < 0 ? ~place - 1 : place, part.Severity] += part.Count;
        }

        return [.. Enumerable.Range(0, starts.Length - 1).Select(span => new SeverityCounts(sums[span, 0], sums[span, 1], sums[span, 2], sums[span, 3]))];
    }

    private List<AlertRow> NewestFirst(AlertFilter filter, AlertPlace after)
    {
        using var connection = database.OpenReader();
        var words = AlertSearch.Narrow(connection, filter);
        return connection.Query<AlertRow>(
            $"select {AlertRow.Columns} {AlertConditions.From(filter, words is null ? IndexByTime(filter) : null, words)} and (triggered_at, id) < (@afterAt, @afterId) order by {Order(AlertSort.Newest)} limit @limit",
            AlertConditions.Parameters(filter, StreamPage, after: after, words: words)).AsList();
    }

    private static string Order(AlertSort sort) => sort switch
    {
        AlertSort.Oldest => "triggered_at, id",
        AlertSort.Severity => "severity, triggered_at desc, id desc",
        AlertSort.Rule => "rule_name collate nocase, triggered_at desc, id desc",
        _ => "triggered_at desc, id desc",
    };

    /// <summary>Few alerts are found and sorted; of very many the index that has the order is followed until the page is full.</summary>
    private static string? IndexOf(AlertFilter filter, AlertSort sort, long total) => filter switch
    {
        { RuleId: not null } => null,
        _ when total > FewAlerts => sort switch
        {
            AlertSort.Severity => "alerts_by_severity",
            AlertSort.Rule => "alerts_by_name",
            _ => IndexByTime(filter),
        },
        { Search: not null } => null,
        { UnresolvedOnly: true } or { Status: AlertStatus.Open or AlertStatus.Acknowledged } or { Status: AlertStatus.Resolved, Severity: not null } => "alerts_by_status",
        _ => IndexByTime(filter),
    };

    /// <summary>The index that has the matching alerts in the order of their opening.</summary>
    private static string? IndexByTime(AlertFilter filter) => filter switch
    {
        { RuleId: not null } => null,
        { Severity: not null } => "alerts_by_severity",
        _ => "alerts_by_time",
    };

    private static string Backwards(AlertSort sort) => sort switch
    {
        AlertSort.Oldest => Order(AlertSort.Newest),
        AlertSort.Severity => "severity desc, triggered_at, id",
        AlertSort.Rule => "rule_name collate nocase desc, triggered_at, id",
        _ => Order(AlertSort.Oldest),
    };

    private sealed record DeliveryRow(string id, string channel_id, string @event, long status, string? reason, long attempts, long created_at, long? sent_at, long? next_attempt_at)
    {
        public DeliverySummary ToSummary() => new(
            id,
            channel_id,
            @event,
            EnumWords.Of((DeliveryStatus)status),
            reason,
            (int)attempts,
            AlertRow.Instant(created_at),
            sent_at is { } sent ? AlertRow.Instant(sent) : null,
            next_attempt_at is { } next ? AlertRow.Instant(next) : null);
    }

    private sealed record TryRow(string id, long at, string channel_id, string @event, long status, long? status_code, string? error)
    {
        public DeliveryTry ToTry(bool isRepeat, bool isLast) => new(AlertRow.Instant(at), channel_id, @event, isRepeat, (DeliveryStatus)status, isLast, status_code, error);
    }
}
