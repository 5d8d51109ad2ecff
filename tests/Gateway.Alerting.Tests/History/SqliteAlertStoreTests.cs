using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Routing;
using Gateway.Alerting.Time;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.History;

public sealed class SqliteAlertStoreTests : AlertStoreContract, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-alerts-");
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly OutboxSignal _signal = new();
    private readonly AlertChanges _changes = new();
    private readonly DeliveryChanges _deliveries = new();
    private readonly RouteBook _routes;

    public SqliteAlertStoreTests()
    {
        _database = new("Data Source=alerts.db;Pooling=false", _folder.FullName);
        SqliteMigrations.Apply(_database);
        _writer = new(_database);
        _routes = SomeRouting.NoRoutes(Channels);
        var policy = new NotificationPolicy(Channels, _routes, id => Rules.Find(rule => rule.Id == id));
        Store = new SqliteAlertStore(_database, _writer, policy, _signal);
        Log = new SqliteAlertLog(_database);
        Desk = new SqliteAlertDesk(_writer, policy, _time, _changes, _signal);
        Statistics = new SqliteAlertStatistics(_database, new LocalDays(_time, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));
        Outbox = new SqliteDeliveryOutbox(_database, _writer, _signal, _deliveries);
    }

    protected override IAlertStore Store { get; }

    protected override IAlertLog Log { get; }

    protected override IAlertDesk Desk { get; }

    protected override IDeliveryOutbox Outbox { get; }

    protected override IAlertStatistics Statistics { get; }

    protected override DateTimeOffset Now
    {
        get => _time.GetUtcNow();
        set => _time.AdjustTime(value);
    }

    protected override IReadOnlyList<(string By, string Action, string Target)> Audited()
    {
        using var connection = _database.OpenReader();
        return [.. connection.Query<(string, string, string)>("select by, action, target from audit")];
    }

    /// <summary>The sums by hour are kept by triggers: after each kind of change they must be what counting the alerts gives.</summary>
    [Fact]
    public async Task SumsByHour_AfterEveryAct_AreThoseOfTheAlerts()
    {
        var ids = (await Record(Opened("a"), Opened("b"), Opened("c"), Opened("d"), Opened("e", Some.Noon.AddHours(3)))).Select(alert => alert.Id).ToList();
        AssertSums(5);
        await Desk.AcknowledgeAsync(ids[0], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ActAsync(AlertAct.Unacknowledge, [ids[0]], "ann", null, TestContext.Current.CancellationToken);
        AssertSums(5);
        Now = Some.Noon.AddHours(4);
        await Desk.AcknowledgeAsync(ids[1], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ResolveAsync(ids[1], "ann", null, TestContext.Current.CancellationToken);
        await Desk.ResolveAsync(ids[2], "ann", null, TestContext.Current.CancellationToken);
        AssertSums(5);
        await Desk.DeleteAsync(ids[2], "ann", TestContext.Current.CancellationToken);
        AssertSums(4);
        await _writer.WriteAsync((connection, transaction) => connection.Execute("delete from alerts where deleted_at is not null or id = @id", new { id = ids[1] }, transaction), TestContext.Current.CancellationToken);
        AssertSums(3);
    }

    private void AssertSums(long count)
    {
        using var connection = _database.OpenReader();
        const string columns = "bucket || ' ' || severity || ' ' || status || ' ' || count || ' ' || acknowledged || ' ' || acknowledge_ms || ' ' || resolve_ms || ' ' || false_alarms";
        var kept = connection.Query<string>($"select {columns} from alert_hours where count > 0 order by 1").ToList();
        var counted = connection.Query<string>(
            $"""
            select {columns} from (
                select triggered_at / 3600000 * 3600000 as bucket, severity, status, count(*) as count, count(acknowledged_at) as acknowledged,
                       ifnull(sum(acknowledged_at - triggered_at), 0) as acknowledge_ms, ifnull(sum(resolved_at - triggered_at), 0) as resolve_ms,
                       count(case when resolved_at - triggered_at <= 60000 then 1 end) as false_alarms
                from alerts where deleted_at is null group by 1, 2, 3) order by 1
            """).ToList();
        Assert.Equal(counted, kept);
        Assert.Equal(count, connection.ExecuteScalar<long>("select sum(count) from alert_hours"));
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _signal.Dispose();
        _changes.Dispose();
        _deliveries.Dispose();
        _routes.Dispose();
        _folder.Delete(recursive: true);
    }
}
