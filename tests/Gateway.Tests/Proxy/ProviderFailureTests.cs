using System.Collections.Concurrent;
using System.Net;
using Gateway.Testing;
using Gateway.Tests.Capture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy;

/// <summary>What clients and the log are told when a provider gives no answer.</summary>
public sealed class ProviderFailureTests
{
    private const string Dead = "http://127.0.0.1:1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Provider_ThatIsDown_IsAnErrorThatSdksRead()
    {
        await using var proxy = await ProxyUnderTest.StartAsync(Dead);

        using var response = await SendAsync(proxy);

        Assert.Equal(("application/json", (string?)null), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentType.CharSet));
        Assert.Equal(
            """{"error":{"message":"The gateway cannot reach the provider 'openai'.","type":"gateway_error","code":"request"}}""",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Provider_ThatDoesNotAnswer_IsAnErrorThatSdksRead()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.UntilClosedAsync();
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address, settings: ("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout", "00:00:00.2"));

        using var response = await SendAsync(proxy);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(
            """{"error":{"message":"The provider 'openai' did not answer the gateway in time.","type":"gateway_error","code":"request_timed_out"}}""",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Handshake_WithADeadProvider_IsLeftAsItIs()
    {
        await using var proxy = await ProxyUnderTest.StartAsync(Dead);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/realtime");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");

        using var response = await proxy.Client.SendAsync(request, Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, ""), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task Provider_ThatIsDown_IsALineInTheLogAMinute()
    {
        var (time, log) = (new FakeTimeProvider(Some.Noon), new LogRecorder());
        await using var proxy = await ProxyUnderTest.StartAsync(Dead, services: services => services.AddSingleton<TimeProvider>(time).AddLogging(logging => logging.AddProvider(log)));

        for (var call = 0; call < 3; call++)
            (await SendAsync(proxy)).Dispose();
        time.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync(proxy)).Dispose();

        Assert.Equal(
            [
                "Cluster openai failed (Request): Connection refused (calls since the last such line: 1)",
                "Cluster openai failed (Request): Connection refused (calls since the last such line: 3)",
            ],
            log.Warnings);
    }

    private static Task<HttpResponseMessage> SendAsync(ProxyUnderTest proxy) => proxy.Client.PostAsync("/openai/v1/chat/completions", new StringContent("{}"), Cancel);

    /// <summary>Warnings and worse; those with a stack trace say so.</summary>
    private sealed class LogRecorder : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _warnings = new();

        public IEnumerable<string> Warnings => _warnings;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _warnings.Enqueue(formatter(state, exception) + exception);
        }

        public void Dispose()
        {
        }
    }
}
