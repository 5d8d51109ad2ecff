using Dapper;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Rules and their versions in SQLite.</summary>
internal sealed class SqliteRuleStore(SqliteDatabase database, SqliteWriter writer) : IRuleStore
{
    public Task<IReadOnlyList<RuleVersion>> LoadAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<VersionRow>(
            "select v.rule_id, v.version, v.action, v.by, v.at, v.document from rules r join rule_versions v on v.rule_id = r.id and v.version = r.version order by r.id");
        return Task.FromResult<IReadOnlyList<RuleVersion>>([.. rows.Select(row => row.ToVersion())]);
    }

    public Task<IReadOnlyList<RuleVersion>?> AppendAsync(IReadOnlyList<RuleWrite> writes, CancellationToken cancellationToken) => writer.WriteAsync<IReadOnlyList<RuleVersion>?>(
        (connection, transaction) => writes.All(write => IsAsSeen(write, connection, transaction))
            ? [.. writes.Select(write => Append(write, connection, transaction))]
            : null,
        cancellationToken);

    public Task<RuleVersionPage> VersionsAsync(string ruleId, int limit, int offset, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        var total = connection.ExecuteScalar<long>("select count(*) from rule_versions where rule_id = @ruleId", new { ruleId }, transaction);
        var rows = connection.Query<VersionRow>(
            "select rule_id, version, action, by, at, document from rule_versions where rule_id = @ruleId order by version desc limit @limit offset @offset",
            new { ruleId, limit, offset },
            transaction);
        return Task.FromResult(new RuleVersionPage([.. rows.Select(row => row.ToVersion())], total));
    }

    public Task<RuleVersion?> FindVersionAsync(string ruleId, long number, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var row = connection.QuerySingleOrDefault<VersionRow>(
            "select rule_id, version, action, by, at, document from rule_versions where rule_id = @ruleId and version = @number",
            new { ruleId, number });
        return Task.FromResult(row?.ToVersion());
    }

    public Task<IReadOnlyDictionary<string, RuleCounters>> CountersAsync(IReadOnlyCollection<string>? ruleIds, CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<CountersRow>(
            $"select rule_id, trigger_count, suppressed_count, last_triggered from rule_counters {(ruleIds is null ? "" : "where rule_id in (select value from json_each(@ids))")}",
            new { ids = ruleIds is null ? null : AlertRow.Write(ruleIds) });
        return Task.FromResult<IReadOnlyDictionary<string, RuleCounters>>(rows.ToDictionary(row => row.rule_id, row => row.ToCounters(), StringComparer.Ordinal));
    }

    private static bool IsAsSeen(RuleWrite write, SqliteConnection connection, SqliteTransaction transaction) =>
        connection.ExecuteScalar<long?>("select version from rules where id = @RuleId", write, transaction) == write.BasedOn;

    private static RuleVersion Append(RuleWrite write, SqliteConnection connection, SqliteTransaction transaction)
    {
        var number = 1 + connection.ExecuteScalar<long>("select coalesce(max(version), 0) from rule_versions where rule_id = @RuleId", write, transaction);
        connection.Execute(
            "insert into rule_versions (rule_id, version, action, by, at, document) values (@RuleId, @number, @Action, @By, @at, @Document)",
            new { write.RuleId, number, write.Action, write.By, at = write.At.ToUnixTimeMilliseconds(), write.Document },
            transaction);
        connection.Execute(
            write.Action == RuleAction.Deleted
                ? "delete from rules where id = @RuleId"
                : "insert into rules (id, version) values (@RuleId, @number) on conflict (id) do update set version = excluded.version",
            new { write.RuleId, number },
            transaction);
        return new(write.RuleId, number, write.Action, write.By, AlertRow.Instant(write.At.ToUnixTimeMilliseconds()), write.Document);
    }

    private sealed record VersionRow(string rule_id, long version, long action, string by, long at, string document)
    {
        public RuleVersion ToVersion() => new(rule_id, version, (RuleAction)action, by, AlertRow.Instant(at), document);
    }

    private sealed record CountersRow(string rule_id, long trigger_count, long suppressed_count, long? last_triggered)
    {
        public RuleCounters ToCounters() => new(trigger_count, suppressed_count, last_triggered is { } at ? AlertRow.Instant(at) : null);
    }
}
