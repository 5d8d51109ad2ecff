using System.Net.WebSockets;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using Gateway.Tests.Capture;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Proxy;

/// <summary>What passes while the call is still running: nothing waits for what comes behind it.</summary>
public sealed class LiveTrafficTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task EventStream_BeforeItsFirstEvent_HasSentItsHeaders(HttpProtocols protocol)
    {
        var release = new TaskCompletionSource();
        await using var upstream = await FakeUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await release.Task;
            await context.Response.WriteAsync("data: [DONE]\n\n");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address, protocol);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/stream") { Version = proxy.Client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        release.SetResult();

        Assert.Equal("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task EventStream_EveryEvent_ArrivesBeforeTheNextIsSent()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = await FakeUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 20; i++)
            {
                await context.Response.WriteAsync($"data: {{\"n\":{i}}}\n\n");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync();
            }
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        await using var stream = await proxy.Client.GetStreamAsync(new Uri("/openai/v1/stream", UriKind.Relative), Cancel);
        var buffer = new byte[100];
        for (var i = 0; i < 20; i++)
        {
            var read = await stream.ReadAsync(buffer, Cancel);
            Assert.Equal($"data: {{\"n\":{i}}}\n\n", System.Text.Encoding.UTF8.GetString(buffer, 0, read));
            next.Release();
        }

        Assert.Equal(0, await stream.ReadAsync(buffer, Cancel));
    }

    [Fact]
    public async Task WebSocket_ThroughTheProxy_EchoesAndIsNoCallInFlight()
    {
        await using var upstream = await FakeUpstream.StartUnreadAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[100];
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
            {
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, true, CancellationToken.None);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var client = new ClientWebSocket();

        await client.ConnectAsync(new($"ws://{proxy.Client.BaseAddress!.Authority}/openai/v1/realtime?model=m"), Cancel);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        var answer = new byte[100];
        var received = await client.ReceiveAsync(answer, Cancel);

        Assert.Equal("hello"u8.ToArray(), answer[..received.Count]);
        Assert.Equal(0, proxy.Services.GetRequiredService<InFlightCalls>().Count);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        var call = await proxy.NextCallAsync();
        Assert.Equal((101, CallOutcome.Success), (call.StatusCode, call.Outcome));
    }
}
