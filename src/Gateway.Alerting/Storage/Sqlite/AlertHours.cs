using Dapper;
using Gateway.Alerting.History;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Counts alerts from the sums by hour that the database keeps of itself. They know when an alert opened, its severity and its status, and nothing else.</summary>
internal static class AlertHours
{
    private const long HourMs = SqliteRuleDays.HourMs;

    /// <summary>Whether the sums can tell how many match: a time zone whose days begin within an hour needs the alerts themselves.</summary>
    public static bool Know(AlertFilter filter) => filter is { RuleId: null, Search: null } && IsWhole(filter.From) && IsWhole(filter.To);

    /// <summary>To be asked of a filter that the sums <see cref="Know"/>.</summary>
    public static IReadOnlyDictionary<AlertStatus, long> CountByStatus(SqliteConnection connection, AlertFilter filter, SqliteTransaction? transaction = null) => connection
        .Query<(long Status, long Count)>($"select status, sum(count) from alert_hours {Where(filter)} group by status", AlertConditions.Parameters(filter), transaction)
        .ToDictionary(row => (AlertStatus)row.Status, row => row.Count);

    /// <inheritdoc cref="CountByStatus"/>
    public static IEnumerable<SeverityAt> BySeverity(SqliteConnection connection, AlertFilter filter) => connection.Query<SeverityAt>(
        $"select bucket as At, severity as Severity, sum(count) as Count from alert_hours {Where(filter)} group by bucket, severity", AlertConditions.Parameters(filter));

    private static bool IsWhole(DateTimeOffset? instant) => instant is not { } at || at.ToUnixTimeMilliseconds() % HourMs == 0;

    private static string Where(AlertFilter filter) => "where true" + string.Concat(Parts(filter).Select(part => $" and {part}"));

    private static IEnumerable<string> Parts(AlertFilter filter)
    {
        if (filter.Status is not null)
            yield return "status = @status";
        if (filter.UnresolvedOnly)
            yield return "status < 2";
        if (filter.Severity is not null)
            yield return "severity = @severity";
        if (filter.From is not null)
            yield return "bucket >= @from";
        if (filter.To is not null)
            yield return "bucket < @to";
    }
}

/// <summary>So many alerts of a severity opened in the time that begins at an instant. Computed columns have no type of their own, so they are read by name.</summary>
internal sealed record SeverityAt
{
    public long At { get; init; }

    public long Severity { get; init; }

    public long Count { get; init; }
}
