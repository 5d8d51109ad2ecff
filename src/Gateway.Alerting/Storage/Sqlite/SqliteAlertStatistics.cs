using Dapper;
using Gateway.Alerting.History;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Counts alerts in SQLite. All numbers are of one instant.</summary>
internal sealed class SqliteAlertStatistics(SqliteDatabase database, LocalDays calendar) : IAlertStatistics
{
    private const string Within = "from alerts where deleted_at is null and triggered_at >= @from";

    public Task<AlertStatistics> LastDaysAsync(int days, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var dates = calendar.Last(days);
        var starts = dates.Select(day => calendar.StartOf(day).ToUnixTimeMilliseconds()).ToList();
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var parameters = new { from = starts[0], falseAlarm = (long)AlertStatistics.FalseAlarm.TotalMilliseconds, starts = AlertRow.Write(starts) };
        var sums = connection.QuerySingle<Sums>(
            $"""
            select count(*) as total,
                   count(case status when 0 then 1 end) as opened, count(case status when 1 then 1 end) as acknowledged, count(case status when 2 then 1 end) as resolved,
                   count(case severity when 0 then 1 end) as critical, count(case severity when 1 then 1 end) as high,
                   count(case severity when 2 then 1 end) as medium, count(case severity when 3 then 1 end) as low,
                   count(case when resolved_at - triggered_at <= @falseAlarm then 1 end) as FalseAlarms,
                   avg(acknowledged_at - triggered_at) / 1000 as ToAcknowledge, avg(resolved_at - triggered_at) / 1000 as ToResolve
            {Within}
            """,
            parameters,
            transaction);
        // SQLite takes the bare column from the row that has the maximum.
        var rules = connection.Query<(string Id, string Name, long Count, long Latest)>(
            $"select rule_id, rule_name, count(*) as count, max(triggered_at) {Within} group by rule_id order by count desc, rule_id", parameters, transaction);
        var counts = connection.Query<long>(
            """
            with days as (select value as start, lead(value) over (order by key) as next from json_each(@starts))
            select (select count(*) from alerts where deleted_at is null and triggered_at >= start and triggered_at < ifnull(next, 9e18)) from days order by start
            """,
            parameters,
            transaction);
        return Task.FromResult(sums.ToStatistics(
            [.. rules.Select(rule => new RuleCount(rule.Id, rule.Name, rule.Count))],
            [.. dates.Zip(counts, (date, count) => new DayCount(date, count))]));
    }

    /// <summary>Computed columns have no type of their own, so they are read by name.</summary>
    private sealed record Sums
    {
        public long Total { get; init; }

        public long Opened { get; init; }

        public long Acknowledged { get; init; }

        public long Resolved { get; init; }

        public long Critical { get; init; }

        public long High { get; init; }

        public long Medium { get; init; }

        public long Low { get; init; }

        public long FalseAlarms { get; init; }

        public double? ToAcknowledge { get; init; }

        public double? ToResolve { get; init; }

        public AlertStatistics ToStatistics(IReadOnlyList<RuleCount> byRule, IReadOnlyList<DayCount> byDay) => new()
        {
            Total = Total,
            Open = Opened,
            Acknowledged = Acknowledged,
            Resolved = Resolved,
            Critical = Critical,
            ResolutionRate = Percent(Resolved, Total),
            FalsePositiveRate = Percent(FalseAlarms, Resolved),
            MeanTimeToAcknowledge = ToAcknowledge,
            MeanTimeToResolve = ToResolve,
            SeverityBreakdown = new(Critical, High, Medium, Low),
            ByRule = byRule,
            ByDay = byDay,
        };

        private static double? Percent(long part, long whole) => whole == 0 ? null : 100d * part / whole;
    }
}
