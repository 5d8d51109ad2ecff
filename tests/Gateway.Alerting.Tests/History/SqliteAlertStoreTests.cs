using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.History;

public sealed class SqliteAlertStoreTests : AlertStoreContract, IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-alerts-");
    private readonly SqliteWriter _writer;
    private readonly OutboxSignal _signal = new();
    private readonly AlertChanges _changes = new();

    public SqliteAlertStoreTests()
    {
        var database = new SqliteDatabase("Data Source=alerts.db;Pooling=false", _folder.FullName);
        SqliteMigrations.Apply(database);
        _writer = new(database);
        Store = new SqliteAlertStore(database, _writer, new AlertOpening(Channels), _signal);
        Log = new SqliteAlertLog(database);
        Desk = new SqliteAlertDesk(_writer, Channels, id => Rules.Find(rule => rule.Id == id), new FakeTimeProvider(Some.Noon), _changes, _signal);
        Outbox = new SqliteDeliveryOutbox(database, _writer, _signal);
    }

    protected override IAlertStore Store { get; }

    protected override IAlertLog Log { get; }

    protected override IAlertDesk Desk { get; }

    protected override IDeliveryOutbox Outbox { get; }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _signal.Dispose();
        _changes.Dispose();
        _folder.Delete(recursive: true);
    }
}
