using System.Net;
using System.Threading.Channels;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;
using Gateway.Capture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Capture;

/// <summary>The data plane on a real server, with the repository's own routes, and every cluster pointed at one upstream.</summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<LlmCall> _calls = Channel.CreateUnbounded<LlmCall>();
    private readonly IDisposable _subscription;

    private ProxyUnderTest(WebApplication app, HttpProtocols protocols)
    {
        _app = app;
        _subscription = app.Services.GetRequiredService<CallFeed>().Calls.Subscribe(call => _calls.Writer.TryWrite(call));
        Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = new(app.Urls.First()),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public MemoryCallStore Store => (MemoryCallStore)Services.GetRequiredService<ICallStore>();

    public static async Task<ProxyUnderTest> StartAsync(
        string upstream,
        HttpProtocols protocols = HttpProtocols.Http1,
        Action<IServiceCollection>? services = null,
        params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"));
        var clusters = builder.Configuration.GetSection("ReverseProxy:Clusters").GetChildren().Select(cluster => cluster.Key).ToArray();
        builder.Configuration.AddInMemoryCollection(clusters.Select(cluster =>
            KeyValuePair.Create($"ReverseProxy:Clusters:{cluster}:Destinations:default:Address", (string?)upstream)));
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.ConfigureGateway();
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        builder.Services.AddRouting();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton<ICallStore, MemoryCallStore>();
        builder.Services.AddSingleton<IPriceBook, FlatPrice>();
        builder.Services.AddSingleton(new ApiKeyHasher(new byte[32]));
        services?.Invoke(builder.Services);
        builder.Services.AddGatewayProxy(builder.Configuration);
        var app = builder.Build();
        app.UseRouting();
        app.UseUnmatchedPaths();
        app.MapGatewayProxy();
        await app.StartAsync();
        return new(app, protocols);
    }

    /// <summary>The next call that was metered; waits for it.</summary>
    public async Task<LlmCall> NextCallAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    public bool HasCall => _calls.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        Client.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>Every model costs one nano-dollar a token.</summary>
internal sealed class FlatPrice : IPriceBook
{
    public CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens) => new(new(tokens.Total), PriceStatus.Priced);
}

/// <summary>A store that can be told to refuse.</summary>
internal sealed class MemoryCallStore : ICallStore
{
    private readonly Lock _gate = new();
    private readonly List<LlmCall> _calls = [];
    private readonly Channel<int> _attempts = Channel.CreateUnbounded<int>();

    public bool Refuses { get; set; }

    /// <summary>One item an attempt: the size of its batch.</summary>
    public ChannelReader<int> Attempts => _attempts.Reader;

    public IReadOnlyList<LlmCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    public Task<IReadOnlyList<LlmCall>> ImportAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<LlmCall>> AppendAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken)
    {
        try
        {
            if (Refuses)
                throw new IOException("disk full");
            lock (_gate)
            {
                _calls.AddRange(calls);
            }

            return Task.FromResult<IReadOnlyList<LlmCall>>([.. calls]);
        }
        finally
        {
            _attempts.Writer.TryWrite(calls.Count);
        }
    }
}
