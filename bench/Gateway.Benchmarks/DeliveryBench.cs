using System.Diagnostics;
using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>
/// How many messages a second the worker sends to receivers that answer at once, from a short queue and from one of a hundred thousand, and how long
/// a page of the alert history and of the delivery log takes at a million alerts with a message each.
/// </summary>
internal static class DeliveryBench
{
    private const int Sent = 5_000;
    private const int Alerts = 1_000_000;
    private const int PageSize = 50;
    private const int Pages = 50;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync()
    {
        Console.WriteLine("| waiting messages | channels | messages/s |");
        Console.WriteLine("|---|---|---|");
        foreach (var (waiting, channels) in new[] { (Sent, 1), (Sent, 4), (100_000, 4) })
            Console.WriteLine($"| {waiting:#,0} | {channels} | {await DeliverAsync(waiting, channels):#,0} |");

        Console.WriteLine();
        Console.WriteLine($"| a page of 50 at {Alerts:#,0} alerts, each with a message | p50 ms | slowest of 50 ms |");
        Console.WriteLine("|---|---|---|");
        await ReadPagesAsync();
    }

    private static async Task<double> DeliverAsync(int waiting, int channels)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-delivery-bench-");
        var database = new SqliteDatabase("Data Source=bench.db", folder.FullName);
        SqliteMigrations.Apply(database);
        await using var writer = new SqliteWriter(database);
        await FillAsync(writer, waiting, channels, DeliveryStatus.Pending);
        using var signal = new OutboxSignal();
        using var changes = new DeliveryChanges();
        var sender = new InstantSender(Sent);
        var directory = new ChannelDirectory(Enumerable.Range(0, channels).Select(Channel));
        using var worker = new DeliveryWorker(
            new SqliteDeliveryOutbox(database, writer, signal, changes),
            new SqliteDeliveryDigests(database, writer, changes),
            directory,
            [sender],
            RetrySchedule.Default,
            new ChannelGates(RetrySchedule.Default, TimeProvider.System),
            new SystemHealth(TimeProvider.System),
            TimeProvider.System,
            NullLogger<DeliveryWorker>.Instance);
        var watch = Stopwatch.StartNew();
        await worker.StartAsync(CancellationToken.None);
        await sender.Done;
        var rate = Sent / watch.Elapsed.TotalSeconds;
        await worker.StopAsync(CancellationToken.None);
        return rate;
    }

    private static async Task ReadPagesAsync()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-history-bench-");
        var database = new SqliteDatabase("Data Source=bench.db", folder.FullName);
        SqliteMigrations.Apply(database);
        await using var writer = new SqliteWriter(database);
        await FillAsync(writer, Alerts, channels: 4, DeliveryStatus.Sent);
        await writer.WriteAsync((connection, transaction) => connection.Execute("update deliveries set status = 4 where seq % 500 = 0", transaction: transaction));
        var (alerts, log) = (new SqliteAlertLog(database), new SqliteDeliveryLog(database));
        foreach (var (name, filter, sort) in new (string, AlertFilter, AlertSort)[]
        {
            ("all", new(), AlertSort.Newest), ("by severity", new(), AlertSort.Severity), ("resolved", new() { Status = AlertStatus.Resolved }, AlertSort.Newest),
            ("critical, of one rule", new() { Severity = AlertPriority.Critical, RuleId = "rule-3" }, AlertSort.Newest),
            ("of a day", new() { From = Start.AddDays(30), To = Start.AddDays(31) }, AlertSort.Newest), ("search", new() { Search = "model-7" }, AlertSort.Newest),
        })
        {
            await MeasureAsync($"alert history, {name}", offset => alerts.ListAsync(filter, sort, PageSize, offset, CancellationToken.None));
        }

        foreach (var (name, filter) in new (string, DeliveryFilter)[]
        {
            ("all", new()), ("one channel", new() { ChannelId = "hook-1" }), ("dead", new() { Status = DeliveryStatus.Dead }), ("dead of one channel", new() { ChannelId = "hook-0", Status = DeliveryStatus.Dead }),
        })
        {
            await MeasureAsync($"delivery log, {name}", offset => log.ListAsync(filter, PageSize, offset, CancellationToken.None));
        }
    }

    private static async Task MeasureAsync(string name, Func<int, Task> read)
    {
        var times = new List<double>();
        for (var page = 0; page < Pages; page++)
        {
            var began = Stopwatch.GetTimestamp();
            await read(page * 10);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"| {name} | {times[Pages / 2]:0.0} | {times[^1]:0.0} |");
    }

    private static Task<int> FillAsync(SqliteWriter writer, int count, int channels, DeliveryStatus status) => writer.WriteAsync((connection, transaction) => connection.Execute(
        """
        create temp table n as with recursive n (value) as (select 1 union all select value + 1 from n where value < @count) select value from n;
        insert into alerts (id, rule_id, rule_name, group_key, group_values, status, severity, triggered_at, description, labels, conditions)
        select 'a' || value, 'rule-' || (value % 20), 'Rule ' || (value % 20), value, '{"model":"model-' || (value % 100) || '"}', iif(value % 1000 = 0, 0, 2), value % 4, @at + value * 5000,
            'It has begun.', '{}', '[]' from n;
        insert into deliveries (id, alert_id, channel_id, event, status, payload, created_at, next_attempt_at, sent_at)
        select 'msg_' || value, 'a' || value, 'hook-' || (value % @channels), 'alert.opened', @status, '{}', @at + value, iif(@status = 0, @at, null), iif(@status = 1, @at, null) from n;
        insert into delivery_attempts (delivery_id, at, status_code, duration_ms) select id, sent_at, 200, 12 from deliveries where sent_at is not null;
        """,
        new { count, channels, status, at = Start.ToUnixTimeMilliseconds() },
        transaction));

    private static NotificationChannel Channel(int number) => new($"hook-{number}", "webhook", new WebhookConfig(new("https://hooks.example"), [], new Dictionary<string, string>()));

    /// <summary>Says yes at once.</summary>
    private sealed class InstantSender(int count) : IChannelSender
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _sent;

        public string Type => "webhook";

        public Task Done => _done.Task;

        public Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _sent) == count)
            {
                _done.TrySetResult();
            }

            return Task.FromResult(DeliveryOutcome.Delivered(200));
        }
    }
}
