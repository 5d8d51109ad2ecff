using Dapper;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Scenarios.Stage;

/// <summary>The product as it is shipped, on a free port, with its own database, rules and clock, in front of a provider that is not one.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _settings;
    private WebApplication? _app;
    private HttpClient? _client;
    private HttpClient? _admin;

    private RunningGateway(string[] settings) => _settings = settings;

    /// <summary>Monday 2026-03-02, noon UTC, when it starts.</summary>
    public StageTime Time { get; } = new(Some.Noon);

    public TemporaryFolder Folder => _folder;

    /// <summary>For calls through the gateway, as an application makes them.</summary>
    public HttpClient Client => _client!;

    public AdminApi Api => new(_admin!);

    public Uri Address => Client.BaseAddress!;

    /// <param name="provider">Address of the provider, whichever one is called.</param>
    /// <param name="rule">The one rule file; none when null.</param>
    /// <param name="webhooks">Receivers, as the channels of their names.</param>
    /// <param name="settings">More settings, as <c>Section:Key=value</c>.</param>
    public static async Task<RunningGateway> StartAsync(string provider, string? rule = null, WebhookReceiver[]? webhooks = null, string[]? settings = null)
    {
        var gateway = new RunningGateway(
        [
            .. GatewaySettings.Providers(provider),
            .. (webhooks ?? []).SelectMany(webhook => webhook.Settings),
            .. (settings ?? []).Select(setting => "--" + setting),
        ]);
        if (rule is not null)
        {
            gateway.Folder.WriteRule("rules.json", rule);
        }

        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>Stops as on Ctrl-C, and starts again on what was kept.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        _client?.Dispose();
        _admin?.Dispose();
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(TestContext.Current.CancellationToken);
            await app.DisposeAsync();
        }
    }

    public async Task StartAsync()
    {
        _app = GatewayApplication.Build(
            [.. GatewaySettings.In(_folder), .. _settings],
            builder => builder.Services.AddSingleton<TimeProvider>(Time));
        await _app.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(_app.Urls.First());
        _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _admin = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _admin.DefaultRequestHeaders.Authorization = new("Bearer", AdminApi.Key);
        await Api.HealthAsync("engine", health => health.Text("state") == "healthy");
    }

    /// <summary>Lets time pass at once. When it returns, every rule has been judged at the new time or later.</summary>
    public async Task SkipAsync(TimeSpan time)
    {
        Time.Skip(time);
        var now = Time.GetUtcNow();
        var live = _app!.Services.GetRequiredService<ILiveFeed>();
        // The live feed is told of a tick after the rules.
        await Eventually.TrueAsync(() => Task.FromResult(live.Current.At >= now), "the next evaluation");
    }

    /// <summary>When it returns, every rule has been judged with all calls that had ended before.</summary>
    public Task JudgeAsync() => SkipAsync(TimeSpan.FromSeconds(1));

    /// <summary>How many firings of the rule opened nothing because of its cooldown.</summary>
    public async Task<long> SuppressedAsync(string ruleId)
    {
        await using var database = Folder.OpenDatabase();
        return await database.ExecuteScalarAsync<long?>("select suppressed_count from rule_counters where rule_id = @ruleId", new { ruleId }) ?? 0;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Dispose();
    }
}
