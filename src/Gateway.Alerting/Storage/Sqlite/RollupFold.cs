using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// Folds the sums of hours that are over, and of their quarters, into sums by one dimension, and hours into days: once a minute, an hour a transaction, so that metering gets
/// its turn in between. What is not folded yet is read from the full sums, so nothing is ever missing, only slower.
/// </summary>
public sealed partial class RollupFold(SqliteDatabase database, SqliteWriter writer, TimeProvider time, ILogger<RollupFold> log) : BackgroundService
{
    private const string WithinHour = "bucket >= @hour and bucket < @hour + 3600000";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly string Sums = string.Join(", ", RollupRow.Columns.Select(column => $"{(column == RollupRow.LatencyMax ? "max" : "sum")}({column})"));

    /// <summary>Everything that is over now.</summary>
    /// <returns>How many hours were folded.</returns>
    public async Task<int> FoldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var hours = Read("select bucket, from_log from unfolded_hours where bucket < @before order by bucket desc", CallTime.Bucket(now, CallTime.HourMs));
        foreach (var (hour, fromLog) in hours)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var calls = fromLog ? CallsOf(hour) : null;
            await writer.WriteAsync((connection, transaction) => FoldHour(connection, transaction, hour, calls), cancellationToken);
        }

        foreach (var (day, _) in Read("select bucket, 0 from unfolded_days where bucket < @before order by bucket desc", CallTime.Bucket(now, CallTime.DayMs)))
            await writer.WriteAsync((connection, transaction) => FoldDay(connection, transaction, day), cancellationToken);
        return hours.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        // The start has better things to do.
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FoldAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is SqliteException or DatabaseRefusedException)
            {
                // Nothing is lost: analytics reads the full sums until then. Whoever meters reports the database's health.
                LogPostponed(fault);
            }
        }
    }

    [LoggerMessage(EventName = "FoldPostponed", Level = LogLevel.Warning, Message = "Sums for analytics could not be folded; the next try is in a minute")]
    private partial void LogPostponed(Exception fault);

    /// <remarks>Grouped by the third column of the result: SQLite would take the bare 0 of the whole for a column's number.</remarks>
    private static int FoldHour(SqliteConnection connection, SqliteTransaction transaction, long hour, RollupBatch? calls)
    {
        if (calls is not null)
            ReplaceSketches(connection, transaction, hour, calls.Sketches);
        foreach (var part in CallPart.All)
        {
            connection.Run($"delete from call_hour_parts where dimension = {part.Code} and bucket = @hour", transaction, ("@hour", hour));
            connection.Run(
                $"insert into call_hour_parts select {part.Code}, @hour, {part.Column}, {Sums} from call_hours where bucket = @hour group by 3",
                transaction,
                ("@hour", hour));
            connection.Run($"delete from call_quarter_parts where dimension = {part.Code} and {WithinHour}", transaction, ("@hour", hour));
            connection.Run(
                $"insert into call_quarter_parts select {part.Code}, bucket / 900000 * 900000, {part.Column}, {Sums} from call_minutes where {WithinHour} group by 2, 3",
                transaction,
                ("@hour", hour));
        }

        connection.Run($"delete from call_quarter_sketches where {WithinHour}", transaction, ("@hour", hour));
        MergeSketches(connection, transaction, "call_minute_sketches", WithinHour, ("@hour", hour), "call_quarter_sketches", CallTime.QuarterMs);
        connection.Run("delete from unfolded_hours where bucket = @hour", transaction, ("@hour", hour));
        return connection.Run("insert or ignore into unfolded_days (bucket) values (@day)", transaction, ("@day", CallTime.Bucket(hour, CallTime.DayMs)));
    }

    private static int FoldDay(SqliteConnection connection, SqliteTransaction transaction, long day)
    {
        var within = "bucket >= @day and bucket < @day + 86400000";
        foreach (var part in CallPart.All)
        {
            connection.Run($"delete from call_day_parts where dimension = {part.Code} and bucket = @day", transaction, ("@day", day));
            connection.Run(
                $"insert into call_day_parts select dimension, @day, value, {Sums} from call_hour_parts where dimension = {part.Code} and {within} group by value",
                transaction,
                ("@day", day));
        }

        MergeSketches(connection, transaction, "call_hour_sketches", within, ("@day", day), "call_day_sketches", CallTime.DayMs);
        return connection.Run("delete from unfolded_days where bucket = @day", transaction, ("@day", day));
    }

    /// <summary>Puts the merge of the sketches of each longer time in its place.</summary>
    private static void MergeSketches(
        SqliteConnection connection, SqliteTransaction transaction, string from, string within, (string Name, object Value) parameter, string to, long lengthMs)
    {
        using var command = connection.Command($"select bucket, provider, model, latency, ttft from {from} where {within}", transaction, parameter);
        var sketches = new List<(SketchKey Key, byte[] Latency, byte[] Ttft)>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var key = new SketchKey(CallTime.Bucket(reader.GetInt64(0), lengthMs), reader.GetInt64(1), reader.GetInt64(2));
                sketches.Add((key, reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4)));
            }
        }

        using var upsert = new SketchUpsert(connection, to);
        foreach (var group in sketches.GroupBy(sketch => sketch.Key, sketch => (sketch.Latency, sketch.Ttft)))
            upsert.Replace(transaction, group.Key, group);
    }

    /// <summary>The calls of an hour from before there were sketches, as far as the log still has them.</summary>
    private RollupBatch CallsOf(long hour)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(
            "select provider, coalesce(response_model, request_model, 0), latency_us, ttft_us, started_at from calls where ended_us >= @from and ended_us < @to",
            null,
            ("@from", hour * 1000),
            ("@to", (hour + CallTime.HourMs) * 1000));
        using var reader = command.ExecuteReader();
        var batch = new RollupBatch();
        while (reader.Read())
        {
            var latency = reader.GetInt64(2);
            batch.Sketches.Add(reader.GetInt64(4) + (latency / 1000), reader.GetInt64(0), reader.GetInt64(1), latency, reader.IsDBNull(3) ? null : reader.GetInt64(3));
        }

        return batch;
    }

    private static void ReplaceSketches(SqliteConnection connection, SqliteTransaction transaction, long hour, SketchBatch sketches)
    {
        connection.Run($"delete from call_minute_sketches where {WithinHour}", transaction, ("@hour", hour));
        connection.Run("delete from call_hour_sketches where bucket = @hour", transaction, ("@hour", hour));
        using var minutes = new SketchUpsert(connection, "call_minute_sketches");
        using var hours = new SketchUpsert(connection, "call_hour_sketches");
        foreach (var (key, cells) in sketches.Minutes)
            minutes.Add(transaction, key, [cells]);
        foreach (var (key, cells) in sketches.Hours)
            hours.Add(transaction, key, cells);
    }

    private List<(long Bucket, bool FromLog)> Read(string sql, long before)
    {
        using var connection = database.OpenReader();
        using var command = connection.Command(sql, null, ("@before", before));
        using var reader = command.ExecuteReader();
        var buckets = new List<(long, bool)>();
        while (reader.Read())
            buckets.Add((reader.GetInt64(0), reader.GetInt64(1) != 0));
        return buckets;
    }
}
