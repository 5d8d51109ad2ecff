using Gateway.Alerting.Delivery;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>Silences and routes as the gateway has them, over a database. Made when first asked for.</summary>
internal sealed class NotificationParts : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-notification-api-");
    private readonly SqliteWriter _writer;
    private readonly TimeProvider _time;

    public NotificationParts(RuleSetProvider rules, TimeProvider time)
    {
        var database = new SqliteDatabase("Data Source=notifications.db;Pooling=false", _folder.FullName);
        SqliteMigrations.Apply(database);
        _time = time;
        _writer = new(database);
        var channels = Channels;
        Book = new(RouteFile, "config/routes.json", channels, new SystemHealth(time), time, NullLogger<RouteBook>.Instance);
        Silences = new SqliteSilenceStore(database, _writer);
        var routes = new SqliteRouteStore(database, _writer);
        Desk = new(routes, Book, channels, time);
        Preview = new(new(channels, Book, id => rules.Entries.Find(id)?.Definition), Book, routes, Silences, rules, time);
    }

    public ChannelDirectory Channels { get; } = new([]);

    public ISilenceStore Silences { get; }

    public RouteBook Book { get; }

    public RouteDesk Desk { get; }

    public RoutePreview Preview { get; }

    private string RouteFile => Path.Combine(_folder.FullName, "routes.json");

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<NotificationParts>();
        services.AddSingleton(provider => provider.GetRequiredService<NotificationParts>().Silences);
        services.AddSingleton<SilenceDesk>();
        services.AddSingleton(provider => provider.GetRequiredService<NotificationParts>().Channels);
        services.AddSingleton(provider => provider.GetRequiredService<NotificationParts>().Desk);
        services.AddSingleton(provider => provider.GetRequiredService<NotificationParts>().Preview);
    }

    /// <summary>Makes the route file and lets it be seen.</summary>
    public void WriteRouteFile(string json)
    {
        File.WriteAllText(RouteFile, json);
        ((FakeTimeProvider)_time).Advance(TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        Book.Dispose();
        await _writer.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
