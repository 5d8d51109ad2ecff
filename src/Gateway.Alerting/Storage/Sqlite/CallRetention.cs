using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Deletes calls and sums that are older than they are kept, once at start and then hourly, in small transactions between
/// which the metering gets its turn; then gives the freed pages back to the file system.
/// </summary>
public sealed partial class CallRetention(SqliteWriter writer, RetentionOptions options, TimeProvider time, ILogger<CallRetention> log) : BackgroundService
{
    private const int BatchRows = 2000;
    private const int VacuumPages = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One sweep: everything that is too old now.</summary>
    /// <returns>How many calls, minute sums and hour sums were deleted.</returns>
    public async Task<RetentionSweep> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var calls = await DeleteAsync("DELETE FROM calls WHERE seq IN (SELECT seq FROM calls WHERE started_at < $before ORDER BY started_at LIMIT $rows)", now - options.Calls, cancellationToken);
        var minutes = await DeleteAsync(DeleteSums("call_minutes"), now - options.Minutes, cancellationToken);
        var hours = await DeleteAsync(DeleteSums("call_hours"), now - options.Hours, cancellationToken);
        await DeleteAsync("DELETE FROM deliveries WHERE seq IN (SELECT seq FROM deliveries WHERE created_at < $before AND status <> 0 LIMIT $rows)", now - options.Alerts, cancellationToken);
        await DeleteAsync("DELETE FROM alerts WHERE id IN (SELECT id FROM alerts WHERE triggered_at < $before AND status = 2 LIMIT $rows)", now - options.Alerts, cancellationToken);
        if (calls > 0)
            await PruneWordsAsync(cancellationToken);
        if (calls + minutes + hours > 0)
            await ShrinkAsync(cancellationToken);

        return new RetentionSweep(calls, minutes, hours);
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
            catch (SqliteException fault)
            {
                // Nothing is lost by deleting later; whoever meters reports the database's health.
                LogPostponed(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The rollup tables have no row number: a batch ends with the bucket that its last row is in.</summary>
    private static string DeleteSums(string table) =>
        $"""
        DELETE FROM {table}
        WHERE bucket < $before
          AND bucket <= (SELECT max(bucket) FROM (SELECT bucket FROM {table} WHERE bucket < $before ORDER BY bucket LIMIT $rows))
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
                    using var find = connection.Command($"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > $from ORDER BY id LIMIT $rows)", transaction, ("$from", from), ("$rows", BatchRows));
                    var to = find.ExecuteScalar() as long?;
                    connection.Run(
                        $"DELETE FROM {table} WHERE id > $from AND id <= $to AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.{column} = {table}.id)",
                        transaction,
                        ("$from", from),
                        ("$to", to ?? from));
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
                (connection, transaction) => connection.Run(sql, transaction, ("$before", before.ToUnixTimeMilliseconds()), ("$rows", BatchRows)),
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
        connection.Run($"PRAGMA incremental_vacuum({VacuumPages})", transaction);
        // A file that was made without incremental vacuum keeps its free pages for new rows.
        return FreePages(connection, transaction) is > 0 and var after && after < before;
    }

    private static long FreePages(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var count = connection.Command("PRAGMA freelist_count", transaction);
        return (long)count.ExecuteScalar()!;
    }
}

/// <summary>What one sweep has deleted.</summary>
public sealed record RetentionSweep(long Calls, long Minutes, long Hours);
