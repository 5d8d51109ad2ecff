using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Delivery.Channels;
using Gateway.Alerting.Tests.Routing;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Delivery.Outbox;

/// <summary>The outbox as it is kept, with a channel of each of the types, whose id is its type's name. The clock starts at noon.</summary>
internal sealed class DeliveryStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-outbox-");
    private readonly IReadOnlyList<string> _own;
    private readonly RouteBook _routes;
    private readonly SqliteAlertStore _store;

    public DeliveryStage(params string[] types)
        : this([.. types.Select(Channel)])
    {
    }

    public DeliveryStage(params NotificationChannel[] channels)
    {
        Database = new("Data Source=outbox.db;Pooling=true", _folder.FullName);
        SqliteMigrations.Apply(Database);
        Writer = new(Database);
        Channels = new(channels);
        _own = [.. channels.Select(channel => channel.Id)];
        _routes = SomeRouting.NoRoutes(Channels);
        _store = new(Database, Writer, new NotificationPolicy(Channels, _routes, _ => null), Signal);
        Outbox = new(Database, Writer, Signal, Changes);
        Digests = new(Database, Writer, Changes);
        Log = new(Database);
        Desk = new(Writer, Channels, Time, Signal, Changes);
        Inbox = new(Database, Writer, Channels);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(Some.Noon);

    public DeliveryChanges Changes { get; } = new();

    public OutboxSignal Signal { get; } = new();

    public SqliteDatabase Database { get; }

    public SqliteWriter Writer { get; }

    public ChannelDirectory Channels { get; }

    public SqliteDeliveryOutbox Outbox { get; }

    public SqliteDeliveryDigests Digests { get; }

    public SqliteDeliveryLog Log { get; }

    public SqliteDeliveryDesk Desk { get; }

    public SqliteInbox Inbox { get; }

    public static NotificationChannel Channel(string type) => SomeChannels.Channel(type, "https://hooks.example") with { Id = type, Name = type };

    /// <summary>An alert of each model opens, for all channels, in one transaction.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(params IEnumerable<string> models) =>
        [.. (await RecordAsync(models, AlertTransitionKind.Opened)).Select(alert => alert.Id)];

    public Task<IReadOnlyList<Alert>> RepeatAsync(params IEnumerable<string> models) => RecordAsync(models, AlertTransitionKind.Repeated);

    public Task<IReadOnlyList<Alert>> ResolveAsync(params IEnumerable<string> models) => RecordAsync(models, AlertTransitionKind.Resolved);

    public async Task<int> FoldAsync(string channel) => (await Digests.FoldAsync([Channels.Find(channel)!], Time.GetUtcNow(), Cancel)).Sum(folded => folded.Count);

    public async Task<Alerting.Delivery.Delivery> NextAsync(string channel) =>
        (await Outbox.DueAsync(Time.GetUtcNow(), [], Cancel)).Single(due => due.ChannelId == channel);

    /// <summary>The channel's next message is sent, or ends otherwise.</summary>
    public async Task<Alerting.Delivery.Delivery> EndNextAsync(string channel, DeliveryStatus status, DeliveryOutcome? outcome = null)
    {
        var next = await NextAsync(channel);
        await Outbox.RecordAsync(
            next,
            status == DeliveryStatus.Skipped ? null : new(Time.GetUtcNow(), TimeSpan.FromMilliseconds(12), outcome ?? DeliveryOutcome.Delivered(200)),
            status,
            outcome?.Error,
            status == DeliveryStatus.Pending ? Time.GetUtcNow().AddMinutes(1) : null,
            Cancel);
        return next;
    }

    public async Task<IReadOnlyList<DeliveryRecord>> ListAsync(DeliveryFilter? filter = null) => (await Log.ListAsync(filter ?? new(), 20_000, 0, Cancel)).Deliveries;

    public T Scalar<T>(string sql, object? parameters = null)
    {
        using var connection = Database.OpenReader();
        return connection.ExecuteScalar<T>(sql, parameters)!;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Signal.Dispose();
        Changes.Dispose();
        _routes.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private Task<IReadOnlyList<Alert>> RecordAsync(IEnumerable<string> models, AlertTransitionKind kind)
    {
        var rule = Rule();
        var met = kind != AlertTransitionKind.Resolved;
        var reading = new ConditionReading("errors", ">", 5, met ? 12 : 3, met, 40, null);
        return _store.RecordAsync(
            [.. models.Select(model => new AlertTransition(rule, new(new([model]), Time.GetUtcNow(), met, false, "", new EvaluatedCondition(reading)), AlertState.Normal, kind))],
            Cancel);
    }

    private CompiledRule Rule()
    {
        var channels = string.Join(", ", _own.Select(id => $"\"{id}\""));
        return new RuleCompiler(Channels.Ids).Compile(RuleReader.Read(
            $$"""
            { "name": "Errors", "priority": "high", "group_by": ["model"], "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ],
              "actions": { "channels": [{{channels}}] } }
            """,
            null).Rules).Rules.Single();
    }
}
