using System.Globalization;
using Dapper;
using Gateway.Alerting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Alerts as the gateway keeps them, put in by the test. Days begin in UTC.</summary>
internal sealed class AlertParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-alert-api-");
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly OutboxSignal _signal = new();
    private readonly RouteBook _routes;

    public AlertParts(TimeProvider time)
    {
        _database = MigratedFile.In(_folder);
        _writer = new(_database);
        Days = new(time, TimeZoneInfo.Utc);
        Log = new SqliteAlertLog(_database);
        var channels = new ChannelDirectory([]);
        _routes = new(Path.Combine(_folder.FullName, "routes.json"), "config/routes.json", channels, new SystemHealth(time), time, NullLogger<RouteBook>.Instance);
        Desk = new SqliteAlertDesk(_writer, new NotificationPolicy(channels, _routes, _ => null), time, Changes, _signal);
        Statistics = new SqliteAlertStatistics(_database, Days);
        RuleDays = new SqliteRuleDays(_database, time);
        Deliveries = new SqliteDeliveryLog(_database);
        DeliveryDesk = new SqliteDeliveryDesk(_writer, channels, time, _signal, DeliveryChanges);
        Inbox = new SqliteInbox(_database, _writer, channels);
    }

    public AlertChanges Changes { get; } = new();

    public DeliveryChanges DeliveryChanges { get; } = new();

    public IDeliveryLog Deliveries { get; }

    public IDeliveryDesk DeliveryDesk { get; }

    public IInbox Inbox { get; }

    public LocalDays Days { get; }

    public IAlertLog Log { get; }

    public IAlertDesk Desk { get; }

    public IAlertStatistics Statistics { get; }

    public IRuleDays RuleDays { get; }

    public int Unresolved => (int)Scalar("select count(*) from alerts where status < 2");

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(Log);
        services.AddSingleton(Desk);
        services.AddSingleton(Statistics);
        services.AddSingleton(RuleDays);
        services.AddSingleton(Days);
        services.AddSingleton(Deliveries);
        services.AddSingleton(DeliveryDesk);
        services.AddSingleton(Inbox);
        services.AddSingleton<IAuditLog>(new SqliteAuditLog(_database));
        services.AddSingleton(new Announcer("Gateway Alerts", null));
    }

    /// <summary>Puts alerts in as they are, with their timelines (lines about deliveries come from the deliveries) and deliveries.</summary>
    public Task AddAsync(params IEnumerable<AlertDetail> alerts) => _writer.WriteAsync((connection, transaction) =>
    {
        var tables = new AlertTransaction(connection, transaction);
        foreach (var (alert, timeline, deliveries) in alerts)
        {
            Insert(tables, alert, timeline);
            foreach (var delivery in deliveries)
                connection.Run(
                    Sql(alert, delivery),
                    transaction,
                    ("@reason", delivery.Reason ?? (object)DBNull.Value),
                    ("@payload", AlertMessage.Write(delivery.Event, alert.TriggeredAt, alert)));
        }

        return 0;
    });

    public long Scalar(string sql)
    {
        using var connection = _database.OpenReader();
        return connection.ExecuteScalar<long>(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _signal.Dispose();
        _routes.Dispose();
        Changes.Dispose();
        DeliveryChanges.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Insert(AlertTransaction tables, Alert alert, IEnumerable<AlertEvent> timeline)
    {
        tables.Insert(alert, new GroupKey([.. alert.Group.Values]));
        if (alert.AcknowledgedAt is { } acknowledged)
            tables.Acknowledge(alert.Id, acknowledged, alert.AcknowledgedBy!);
        if (alert.ResolvedAt is { } resolved)
            tables.Resolve(alert.Id, resolved, alert.ResolvedBy!, alert.ValueAtResolve);
        foreach (var line in timeline.Where(line => line.Kind != "delivery"))
            tables.AddEvent(alert.Id, line.At, line.Kind, line.By, line.Text);
    }

    /// <summary>Tries are two seconds apart.</summary>
    private static string Sql(Alert alert, DeliverySummary delivery)
    {
        var id = $"{alert.Id}-{delivery.Id}";
        Assert.True(EnumWords.TryParse<DeliveryStatus>(delivery.Status, out var status));
        string Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "null";
        var tries = Enumerable.Range(1, delivery.Attempts)
            .Select(count => $"insert into delivery_attempts (delivery_id, at, duration_ms, error) values ('{id}', {Ms(delivery.CreatedAt.AddSeconds(2 * count))}, 12, @reason);");
        return $"""
            insert into deliveries (id, alert_id, channel_id, event, status, reason, payload, attempts, created_at, sent_at, next_attempt_at)
                values ('{id}', '{alert.Id}', '{delivery.Channel}', '{delivery.Event}', {(int)status}, @reason, @payload, {delivery.Attempts}, {Ms(delivery.CreatedAt)}, {Ms(delivery.SentAt)}, {Ms(delivery.NextAttemptAt)});
            {string.Concat(tries)}
            """;
    }
}
