using Dapper;
using Gateway.Alerting.History;
using Gateway.Alerting.Time;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Counts alerts in SQLite. All numbers are of one instant. Days begin at a quarter of an hour in every time zone, so the sums by quarter know them.</summary>
internal sealed class SqliteAlertStatistics(SqliteDatabase database, LocalDays calendar) : IAlertStatistics
{
    private const string Within = "from alerts where deleted_at is null and triggered_at >= @from";

    private const string SumsFrom = """
        select ifnull(sum(case status when 0 then count end), 0) as Opened, ifnull(sum(case status when 1 then count end), 0) as Acknowledged,
               ifnull(sum(case status when 2 then count end), 0) as Resolved, ifnull(sum(false_alarms), 0) as FalseAlarms,
               ifnull(sum(acknowledged), 0) as EverAcknowledged, ifnull(sum(acknowledge_ms), 0) as AcknowledgeMs, ifnull(sum(resolve_ms), 0) as ResolveMs,
               ifnull(sum(case severity when 0 then count end), 0) as Critical, ifnull(sum(case severity when 1 then count end), 0) as High,
               ifnull(sum(case severity when 2 then count end), 0) as Medium, ifnull(sum(case severity when 3 then count end), 0) as Low
        from alert_quarters where bucket >= @from
        """;

    public Task<AlertSums> SumsAsync(int days, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        using var connection = database.OpenReader();
        return Task.FromResult(Sums(connection, calendar.StartOf(calendar.Last(days)[0])));
    }

    public Task<AlertStatistics> LastDaysAsync(int days, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var dates = calendar.Last(days);
        var starts = dates.Select(day => calendar.StartOf(day).ToUnixTimeMilliseconds()).ToList();
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var parameters = new { from = starts[0], starts = AlertRow.Write(starts) };
        var sums = Sums(connection, calendar.StartOf(dates[0]), transaction);
        // SQLite takes the bare column from the row that has the maximum.
        var rules = connection.Query<(string Id, string Name, long Count, long Latest)>(
            $"select rule_id, rule_name, count(*) as count, max(triggered_at) {Within} group by rule_id order by count desc, rule_id", parameters, transaction);
        var counts = connection.Query<long>(
            """
            with days as (select value as start, lead(value) over (order by key) as next from json_each(@starts))
            select (select ifnull(sum(count), 0) from alert_quarters where bucket >= start and bucket < ifnull(next, 9e18)) from days order by start
            """,
            parameters,
            transaction);
        return Task.FromResult(ToStatistics(
            sums,
            [.. rules.Select(rule => new RuleCount(rule.Id, rule.Name, rule.Count))],
            [.. dates.Zip(counts, (date, count) => new DayCount(date, count))]));
    }

    private static AlertSums Sums(SqliteConnection connection, DateTimeOffset from, SqliteTransaction? transaction = null) => connection.QuerySingle<AlertSums>(
        SumsFrom, new { from = from.ToUnixTimeMilliseconds() }, transaction);

    private static AlertStatistics ToStatistics(AlertSums sums, IReadOnlyList<RuleCount> byRule, IReadOnlyList<DayCount> byDay) => new()
    {
        Total = sums.Total,
        Open = sums.Opened,
        Acknowledged = sums.Acknowledged,
        Resolved = sums.Resolved,
        Critical = sums.Critical,
        ResolutionRate = sums.ResolutionRate,
        FalsePositiveRate = sums.FalsePositiveRate,
        MeanTimeToAcknowledge = sums.MeanTimeToAcknowledge,
        MeanTimeToResolve = sums.MeanTimeToResolve,
        SeverityBreakdown = new(sums.Critical, sums.High, sums.Medium, sums.Low),
        ByRule = byRule,
        ByDay = byDay,
    };
}
