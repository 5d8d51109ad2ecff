using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using Gateway.Tests.Capture;

namespace Gateway.Tests.Proxy;

/// <summary>What a provider's socket sees of a request: headers and body in one piece, and nothing of a request whose body never came.</summary>
public sealed class JoinedSendingTests
{
    private const string Body = "{\"model\":\"m\",\"messages\":[]}";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/openai/v1/chat/completions")]
    [InlineData("/anthropic/v1/messages")]
    public async Task Headers_LeaveWithTheBody(string path)
    {
        var first = new TaskCompletionSource<string>();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            first.TrySetResult(await connection.ReadPieceAsync());
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await proxy.Client.PostAsync(path, new StringContent(Body, Encoding.UTF8, "application/json"), Cancel);
        var piece = await first.Task.WaitAsync(Cancel);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains($"Content-Length: {Body.Length}\r\n", piece, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json; charset=utf-8\r\n", piece, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Body, piece, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OfABodyOfUnknownLength_LeaveAtOnce()
    {
        var first = new TaskCompletionSource<string>();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            first.TrySetResult(await connection.ReadPieceAsync());
            await connection.UntilClosedAsync();
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var client = await ConnectAsync(proxy);

        // No byte of the body: its client may wait for an answer before it goes on.
        await client.SendAsync(Encoding.ASCII.GetBytes("POST /anthropic/v1/messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), Cancel);

        Assert.EndsWith("\r\n\r\n", await first.Task.WaitAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WhoseClientLeavesBeforeItsBody_ReachesNoProvider()
    {
        var pieces = new ConcurrentQueue<string>();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            while (await connection.ReadPieceAsync() is { Length: > 0 } piece)
            {
                pieces.Enqueue(piece);
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using (var client = await ConnectAsync(proxy))
        {
            await client.SendAsync(Encoding.ASCII.GetBytes("POST /anthropic/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n"), Cancel);
            // The provider's connection is open, so the request was on its way.
            await upstream.ConnectedAsync().WaitAsync(Cancel);
        }

        Assert.Equal(CallOutcome.ClientCancelled, (await proxy.NextCallAsync()).Outcome);
        using var response = await proxy.Client.PostAsync("/anthropic/v1/messages", new StringContent(Body), Cancel);
        Assert.EndsWith(Body, Assert.Single(pieces), StringComparison.Ordinal);
    }

    private static async Task<Socket> ConnectAsync(ProxyUnderTest proxy)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(proxy.Client.BaseAddress!.Host, proxy.Client.BaseAddress.Port, Cancel);
        return socket;
    }
}
