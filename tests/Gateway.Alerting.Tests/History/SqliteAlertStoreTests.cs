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
