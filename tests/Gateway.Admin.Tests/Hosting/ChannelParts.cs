using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Delivery.Setup;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Channels as the gateway has them: settings, a database for the others, and the real senders. Made when first asked for.</summary>
internal sealed class ChannelParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("gateway-channel-api-");
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly OutboxSignal _signal = new();

    public ChannelParts(NotificationsOptions options)
    {
        _database = MigratedFile.In(_folder);
        _writer = new(_database);
        Store = new SqliteChannelStore(_database, _writer);
        Record = new SqliteChannelRecord(_database, _writer);
        Directory = ChannelDirectory.Of(options.ReadEntries());
    }

    public ChannelDirectory Directory { get; }

    public IChannelStore Store { get; }

    public IChannelRecord Record { get; }

    /// <summary>Everything that is at rest: rows of channels, audit and deliveries as text.</summary>
    public string Everything
    {
        get
        {
            using var connection = _database.OpenReader();
            return string.Join('\n', new[] { "channels", "audit", "deliveries", "delivery_attempts" }
                .SelectMany(table => connection.Query($"select * from {table}").Select(row => table + ": " + string.Join(" | ", ((IDictionary<string, object?>)row).Values))));
        }
    }

    /// <summary>The lines of the audit: who, what, which, and what exactly.</summary>
    public IReadOnlyList<string> Audit
    {
        get
        {
            using var connection = _database.OpenReader();
            return [.. connection.Query<string>("select by || ' ' || action || ' ' || target || ': ' || coalesce(text, '') from audit order by id")];
        }
    }

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = new NotificationsOptions();
            provider.GetRequiredService<IConfiguration>().GetSection(NotificationsOptions.Section).Bind(options);
            return options;
        });
        services.AddSingleton<ChannelParts>();
        services.AddSingleton(provider => provider.GetRequiredService<ChannelParts>().Directory);
        services.AddSingleton(provider => provider.GetRequiredService<ChannelParts>().Store);
        services.AddSingleton(provider => provider.GetRequiredService<ChannelParts>().Record);
        services.AddSingleton(provider => provider.GetRequiredService<NotificationsOptions>().Hosts);
        services.AddSingleton<StoredChannels>();
        services.AddSingleton<ChannelForms>();
        services.AddSingleton<ChannelUses>();
        services.AddSingleton(RetrySchedule.Default);
        services.AddSingleton<ChannelGates>();
        services.AddSingleton(provider => provider.GetRequiredService<ChannelParts>().Renewal(provider));
        services.AddSingleton<ChannelDesk>();
        services.AddSingleton<ChannelTrial>();
        services.AddSingleton(new Announcer("Gateway Alerts", null));
        services.AddHttpClient(OutboundHttp.ClientName).ConfigurePrimaryHttpMessageHandler(provider => OutboundHttp.CreateHandler(provider.GetRequiredService<ReceiverHosts>())).RemoveAllLoggers();
        services.AddChannelSenders(_ => null);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _signal.Dispose();
        _folder.Delete(recursive: true);
    }

    private ChannelRenewal Renewal(IServiceProvider provider) => new(
        provider.GetRequiredService<ChannelGates>(),
        new SqliteHeldDeliveries(_database, _writer, new NotificationPolicy(Directory, provider.GetRequiredService<RouteBook>(), _ => null), _signal),
        _signal.Raise,
        provider.GetRequiredService<TimeProvider>());
}
