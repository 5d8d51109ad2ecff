using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Testing;

/// <summary>A provider on loopback that answers as the test scripts it and remembers what it was asked.</summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();

    private FakeUpstream(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>In order of arrival; a request is listed once its body was read.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public ReceivedRequest Last => _received.Last();

    /// <param name="answer">Runs after the request's body was read to its end.</param>
    public static Task<FakeUpstream> StartAsync(Func<HttpContext, Task> answer, HttpProtocols protocols = HttpProtocols.Http1) =>
        StartAsync(answer, readBody: true, protocols);

    /// <param name="answer">Owns the request's body.</param>
    public static Task<FakeUpstream> StartUnreadAsync(Func<HttpContext, Task> answer, HttpProtocols protocols = HttpProtocols.Http1) =>
        StartAsync(answer, readBody: false, protocols);

    private static async Task<FakeUpstream> StartAsync(Func<HttpContext, Task> answer, bool readBody, HttpProtocols protocols)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = null;
            server.Limits.MinResponseDataRate = null;
            server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var app = builder.Build();
        var upstream = new FakeUpstream(app);
        app.UseWebSockets();
        app.Run(async context =>
        {
            upstream._received.Enqueue(await ReceivedRequest.ReadAsync(context, readBody));
            await answer(context);
        });
        await app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>What a provider was sent.</summary>
/// <param name="Method">Such as POST.</param>
/// <param name="Target">Path and query as they stood on the wire.</param>
/// <param name="Protocol">Such as HTTP/1.1.</param>
/// <param name="Headers">Every header; values of one name joined by a comma.</param>
/// <param name="Body">The body's bytes, without their framing.</param>
public sealed record ReceivedRequest(string Method, string Target, string Protocol, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal static async Task<ReceivedRequest> ReadAsync(HttpContext context, bool readBody)
    {
        var body = new MemoryStream();
        if (readBody)
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            context.Request.Protocol,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
