using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Deletes calls, sums and resolved alerts that are older than they are kept, once at start and then hourly, in small transactions between
/// which the metering gets its turn; then gives the freed pages back to the file system.
/// </summary>
public sealed partial class CallRetention(SqliteWriter writer, RetentionOptions options, TimeProvider time, ILogger<CallRetention> log) : BackgroundService
{
    private const int BatchRows = 2000;
    private const int VacuumPages = 500;

    /// <summary>By their end, so that whoever resolves an old alert can still read it. Their timelines go with them.</summary>
    private const string OldAlerts = "delete from alerts where id in (select id from alerts where status = 2 and resolved_at < @before order by resolved_at limit @rows)";

    /// <summary>Those of alerts that are kept stay, whatever their age.</summary>
    private const string OldDeliveries = "delete from deliveries where seq in (select seq from deliveries where created_at < @before and status <> 0 and alert_id is null limit @rows)";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One sweep: everything that is too old now.</summary>
    /// <returns>How many of each kind were deleted.</returns>
    public async Task<RetentionSweep> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var calls = await DeleteAsync("delete from calls where seq in (select seq from calls where started_at < @before order by started_at limit @rows)", now - options.Calls, cancellationToken);
        var minutes = await DeleteAsync(DeleteSums("call_minutes"), now - options.Minutes, cancellationToken);
        var hours = await DeleteAsync(DeleteSums("call_hours"), now - options.Hours, cancellationToken);
        await DeleteSumsAsync(now, cancellationToken);
        var alerts = await DeleteAsync(OldAlerts, now - options.Alerts, cancellationToken);
        await DeleteAsync(OldDeliveries, now - options.Alerts, cancellationToken);
        await DeleteAsync(DeleteSums("rule_suppressions"), now - options.Alerts, cancellationToken);
        await DeleteAsync("delete from audit where id in (select id from audit where at < @before limit @rows)", now - options.Alerts, cancellationToken);
        if (calls > 0)
            await PruneWordsAsync(cancellationToken);
        if (calls + minutes + hours + alerts > 0)
            await ShrinkAsync(cancellationToken);

        return new RetentionSweep(calls, minutes, hours, alerts);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                LogSwept(await SweepAsync(stoppingToken));
            }
            catch (Exception fault) when (fault is SqliteException or DatabaseRefusedException)
            {
                // Nothing is lost by deleting later; whoever meters reports the database's health.
                LogPostponed(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>What was made from minutes and hours goes with them; a day when its first hour goes.</summary>
    private async Task DeleteSumsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var table in (string[])["call_minute_sketches", "call_quarter_sketches"])
            await DeleteAsync(DeleteSums(table), now - options.Minutes, cancellationToken);
        foreach (var table in (string[])["call_hour_sketches", "call_day_sketches", "call_tag_hours", "imported_calls"])
            await DeleteAsync(DeleteSums(table), now - options.Hours, cancellationToken);
        foreach (var (table, kept) in ((string, TimeSpan)[])[("call_quarter_parts", options.Minutes), ("call_hour_parts", options.Hours), ("call_day_parts", options.Hours)])
            foreach (var dimension in CallPart.All)
                await DeleteAsync(DeleteParts(table, dimension), now - kept, cancellationToken);
    }

    private static string DeleteParts(string table, CallPart part) =>
        $"""
        delete from {table}
        where dimension = {part.Code} and bucket < @before
          and bucket <= (select max(bucket) from (select bucket from {table} where dimension = {part.Code} and bucket < @before order by bucket limit @rows))
        """;

    /// <summary>The rollup tables have no row number: a batch ends with the bucket that its last row is in.</summary>
    private static string DeleteSums(string table) =>
        $"""
        delete from {table}
        where bucket < @before
          and bucket <= (select max(bucket) from (select bucket from {table} where bucket < @before order by bucket limit @rows))
        """;

    /// <summary>Sessions and tag sets that no call refers to. Both are indexed in calls, so each costs one look-up.</summary>
    private async Task PruneWordsAsync(CancellationToken cancellationToken)
    {
        await PruneAsync("sessions", "session", cancellationToken);
        await PruneAsync("tag_sets", "tags", cancellationToken);
    }

    private async Task PruneAsync(string table, string column, CancellationToken cancellationToken)
    {
        long? after = 0;
        while (after is { } from)
        {
            after = await writer.WriteAsync(
                (connection, transaction) =>
                {
                    using var find = connection.Command($"select max(id) from (select id from {table} where id > @from order by id limit @rows)", transaction, ("@from", from), ("@rows", BatchRows));
                    var to = find.ExecuteScalar() as long?;
                    connection.Run(
                        $"delete from {table} where id > @from and id <= @to and not exists (select 1 from calls c where c.{column} = {table}.id)",
                        transaction,
                        ("@from", from),
                        ("@to", to ?? from));
                    return to;
                },
                cancellationToken);
        }
    }

    private async Task<long> DeleteAsync(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        while (true)
        {
            var batch = await writer.WriteAsync(
                (connection, transaction) => connection.Run(sql, transaction, ("@before", before.ToUnixTimeMilliseconds()), ("@rows", BatchRows)),
                cancellationToken);
            if (batch == 0)
                return deleted;

            deleted += batch;
        }
    }

    private async Task ShrinkAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(FreeSomePages, cancellationToken))
        {
        }
    }

    /// <returns>Whether there are more free pages to give back.</returns>
    private static bool FreeSomePages(SqliteConnection connection, SqliteTransaction transaction)
    {
        var before = FreePages(connection, transaction);
        connection.Run($"pragma incremental_vacuum({VacuumPages})", transaction);
        // A file that was made without incremental vacuum keeps its free pages for new rows.
        return FreePages(connection, transaction) is > 0 and var after && after < before;
    }

    private static long FreePages(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var count = connection.Command("pragma freelist_count", transaction);
        return (long)count.ExecuteScalar()!;
    }
}

/// <summary>What one sweep has deleted.</summary>
public sealed record RetentionSweep(long Calls, long Minutes, long Hours, long Alerts);
