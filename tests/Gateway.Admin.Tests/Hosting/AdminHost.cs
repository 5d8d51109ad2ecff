using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>The admin on a real Kestrel and a free port, over a <see cref="FakeGateway"/>, with the clock standing still.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    public const string ViewerKey = "viewer-key-0123456789";
    public const string OperatorKey = "operator-key-0123456789";
    public const string AdminKey = "admin-key-0123456789";

    private readonly WebApplication _app;

    private AdminHost(WebApplication app) => _app = app;

    public FakeTimeProvider Time { get; private init; } = null!;

    public FakeGateway Gateway { get; private init; } = null!;

    public AlertParts Alerts { get; private init; } = null!;

    public RuleParts Rules => _app.Services.GetRequiredService<RuleParts>();

    public ChannelParts Channels => _app.Services.GetRequiredService<ChannelParts>();
    public AnalyticsParts Analytics => _app.Services.GetRequiredService<AnalyticsParts>();
    public TrialParts Trials => _app.Services.GetRequiredService<TrialParts>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Everything that the admin answers to; the host's own routes are not in it.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="scene">With data; without, the gateway has seen no call yet.</param>
    /// <param name="settings">Such as <c>Admin:Password</c>.</param>
    public static async Task<AdminHost> StartAsync(bool scene = true, params (string Key, string? Value)[] settings)
    {
        var host = Build(scene, settings);
        await host._app.StartAsync();
        return host;
    }

    public static AdminHost Build(bool scene, params (string Key, string? Value)[] settings)
    {
        // Production on purpose: that is where assets go missing.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Gateway", EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(Pairs(Keys()));
        builder.Configuration.AddInMemoryCollection(Pairs(settings));
        builder.Logging.ClearProviders();
        builder.AddGatewayAdmin();
        var time = new FakeTimeProvider(Scene.Now);
        var alerts = new AlertParts(time);
        var gateway = new FakeGateway(time, alerts);
        var health = new SystemHealth(time);
        if (scene)
        {
            Scene.Fill(gateway, alerts, health);
        }

        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(health);
        alerts.AddTo(builder.Services);
        builder.Services.AddSingleton<ICallLog>(gateway);
        builder.Services.AddSingleton<ILiveFeed>(gateway);
        AnalyticsParts.Add(builder.Services);
        RuleParts.Add(builder.Services);
        NotificationParts.Add(builder.Services);
        ChannelParts.Add(builder.Services);
        PeopleParts.Add(builder.Services);
        builder.Services.AddSingleton<IPriceExplainer>(Scene.Prices);
        builder.Services.AddOpenApi();
        TrialParts.Add(builder.Services);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGatewayAdmin();
        app.MapOpenApi();
        app.MapGet("/{**proxied}", () => "proxied");
        return new(app) { Time = time, Gateway = gateway, Alerts = alerts };
    }

    /// <summary>A client that keeps cookies and follows no redirects.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Alerts.DisposeAsync();
    }

    private static Dictionary<string, string?> Pairs(IEnumerable<(string Key, string? Value)> settings) =>
        settings.ToDictionary(pair => pair.Key, pair => pair.Value);

    private static IEnumerable<(string Key, string? Value)> Keys()
    {
        (string, string, string)[] keys = [("vera", ViewerKey, "viewer"), ("otto", OperatorKey, "operator"), ("ada", AdminKey, "admin")];
        return keys.SelectMany((key, index) => new (string, string?)[]
        {
            ($"Admin:ApiKeys:{index}:Name", key.Item1),
            ($"Admin:ApiKeys:{index}:Key", key.Item2),
            ($"Admin:ApiKeys:{index}:Role", key.Item3),
        });
    }
}
