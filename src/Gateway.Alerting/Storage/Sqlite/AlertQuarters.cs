using Dapper;
using Gateway.Alerting.History;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Counts alerts from the sums that the database keeps of itself, by quarter of an hour, as days begin at one in every time zone. They know when an alert
/// opened, its severity and its status, and nothing else. What a filter cuts out of a quarter at its ends is counted from the alerts.
/// </summary>
internal static class AlertQuarters
{
    /// <summary>Whether the sums can tell how many match.</summary>
    public static bool Know(AlertFilter filter) => filter is { RuleId: null, Search: null };

    /// <summary>To be asked of a filter that the sums <see cref="Know"/>.</summary>
    public static IReadOnlyDictionary<AlertStatus, long> CountByStatus(SqliteConnection connection, AlertFilter filter, SqliteTransaction? transaction = null) => connection
        .Query<(long Status, long Count)>($"select status, sum(count) from {Counts(filter)} group by status", Parameters(filter), transaction)
        .ToDictionary(row => (AlertStatus)row.Status, row => row.Count);

    /// <inheritdoc cref="CountByStatus"/>
    public static IEnumerable<SeverityAt> BySeverity(SqliteConnection connection, AlertFilter filter) => connection.Query<SeverityAt>(
        $"select at as At, severity as Severity, sum(count) as Count from {Counts(filter)} group by at, severity", Parameters(filter));

    private static string Counts(AlertFilter filter) =>
        $"""
        (select bucket as at, severity, status, count from alert_quarters where bucket >= @wholeFrom and bucket < @wholeTo{Same(filter)}
         union all
         select triggered_at, severity, status, 1 from alerts indexed by alerts_by_time
         where deleted_at is null and triggered_at >= @from and triggered_at < min(@wholeFrom, @to){Same(filter)}
         union all
         select triggered_at, severity, status, 1 from alerts indexed by alerts_by_time
         where deleted_at is null and triggered_at >= max(@wholeFrom, @wholeTo) and triggered_at < @to{Same(filter)})
        """;

    private static object Parameters(AlertFilter filter)
    {
        var from = filter.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
        var to = filter.To?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        return new
        {
            from,
            to,
            wholeFrom = filter.From is null ? from : CallTime.BucketEnd(from, CallTime.QuarterMs),
            wholeTo = filter.To is null ? to : CallTime.Bucket(to, CallTime.QuarterMs),
            status = (long?)filter.Status,
            severity = (long?)filter.Severity,
        };
    }

    private static string Same(AlertFilter filter) => string.Concat(
        filter.Status is null ? "" : " and status = @status",
        filter.UnresolvedOnly ? " and status < 2" : "",
        filter.Severity is null ? "" : " and severity = @severity");
}

/// <summary>So many alerts of a severity opened in the time that begins at an instant. Computed columns have no type of their own, so they are read by name.</summary>
internal sealed record SeverityAt
{
    public long At { get; init; }

    public long Severity { get; init; }

    public long Count { get; init; }
}
