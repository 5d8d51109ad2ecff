using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Tests.Routing;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Suppression;

public sealed class SqliteHeldDeliveriesTests : HeldDeliveriesContract, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-held-");
    private readonly OutboxSignal _signal = new();
    private readonly AlertChanges _changes = new();
    private readonly DeliveryChanges _deliveries = new();
    private readonly RouteBook _book = SomeRouting.NoRoutes(Channels);
    private readonly NotificationPolicy _policy;
    private SqliteDatabase _database;
    private SqliteWriter _writer;

    public SqliteHeldDeliveriesTests()
    {
        _policy = new(Channels, _book, _ => null);
        (_database, _writer) = Open();
    }

    protected override IAlertStore Store => new SqliteAlertStore(_database, _writer, _policy, _signal);

    protected override IAlertLog Log => new SqliteAlertLog(_database);

    protected override IAlertDesk Desk => new SqliteAlertDesk(_writer, _policy, new FakeTimeProvider(Some.Noon), _changes, _signal);

    protected override IDeliveryOutbox Outbox => new SqliteDeliveryOutbox(_database, _writer, _signal, _deliveries);

    protected override ISilenceStore Silences => new SqliteSilenceStore(_database, _writer);

    protected override IRouteStore Routes => new SqliteRouteStore(_database, _writer);

    protected override IHeldDeliveries Held => new SqliteHeldDeliveries(_database, _writer, _policy, _signal);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _signal.Dispose();
        _changes.Dispose();
        _deliveries.Dispose();
        _book.Dispose();
        _folder.Delete(recursive: true);
    }

    protected override async Task ReopenAsync()
    {
        await _writer.DisposeAsync();
        (_database, _writer) = Open();
    }

    private (SqliteDatabase Database, SqliteWriter Writer) Open()
    {
        var database = new SqliteDatabase("Data Source=alerts.db;Pooling=false", _folder.FullName);
        SqliteMigrations.Apply(database);
        return (database, new(database));
    }
}
