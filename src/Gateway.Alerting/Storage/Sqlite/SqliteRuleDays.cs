using Dapper;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Counts by rule and hour in SQLite: three short reads, however many rules are asked for.</summary>
internal sealed class SqliteRuleDays(SqliteDatabase database, TimeProvider time) : IRuleDays
{
    public const long HourMs = 3_600_000;

    /// <summary>The start of the hour that an instant is in.</summary>
    public static long HourOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / HourMs * HourMs;

    public Task<IReadOnlyDictionary<string, RuleDay>> LastDayAsync(IReadOnlyCollection<string> ruleIds, CancellationToken cancellationToken)
    {
        var latest = HourOf(time.GetUtcNow());
        var hours = Enumerable.Range(1 - RuleDay.Length, RuleDay.Length).Select(back => latest + (back * HourMs)).ToList();
        var parameters = new { rules = AlertRow.Write(ruleIds), hours = AlertRow.Write(hours), from = hours[0] };
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var fired = Counts(
            """
            select rule_id, triggered_at / 3600000 * 3600000 as hour, count(*) from alerts
            where deleted_at is null and rule_id in (select value from json_each(@rules)) and triggered_at >= @from group by rule_id, hour
            """);
        var suppressed = Counts("select rule_id, bucket, count from rule_suppressions where rule_id in (select value from json_each(@rules)) and bucket >= @from");
        var busy = connection
            .Query<long>("select value from json_each(@hours) where exists (select 1 from call_hours where bucket = value)", parameters, transaction)
            .ToHashSet();
        return Task.FromResult<IReadOnlyDictionary<string, RuleDay>>(ruleIds.Distinct(StringComparer.Ordinal).ToDictionary(
            id => id,
            id => new RuleDay([.. hours.Select(hour => new RuleHour(
                AlertRow.Instant(hour), fired.GetValueOrDefault((id, hour)), suppressed.GetValueOrDefault((id, hour)), busy.Contains(hour)))]),
            StringComparer.Ordinal));

        Dictionary<(string Rule, long Hour), long> Counts(string sql) => connection
            .Query<(string Rule, long Hour, long Count)>(sql, parameters, transaction)
            .ToDictionary(row => (row.Rule, row.Hour), row => row.Count);
    }
}
