using System.Net.Sockets;
using Gateway.Scenarios.Stage;
using Gateway.Testing;

namespace Gateway.Scenarios;

/// <summary>Every way in which a provider lets a call down, as the application sees it and as the log tells it.</summary>
public sealed class ProviderTroubleTests
{
    private const string OneChunk = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good\"},\"finish_reason\":null}]}\n\n";
    private const string ErrorChunk = "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n";
    private const string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData(400, "client_error", """{"error":{"message":"bad","type":"invalid_request_error","code":null}}""")]
    [InlineData(429, "rate_limited", """{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}""")]
    [InlineData(500, "server_error", """{"error":{"message":"oops","type":"server_error","code":null}}""")]
    [InlineData(529, "overloaded", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")]
    [InlineData(502, "server_error", "<html>not even JSON</html>")]
    public async Task Refusal_ByTheProvider_PassesAsItIsAndIsNamed(int status, string outcome, string body)
    {
        await using var provider = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 {status} As The Provider Says\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
        });
        await using var gateway = await RunningGateway.StartAsync(provider.Address);

        var answer = await gateway.Client.ChatAsync();

        Assert.Equal((status, body), (answer.Status, answer.Text));
        var call = await gateway.Api.CallAsync(answer.CallId);
        Assert.Equal((status, outcome), ((int)call.Whole("status_code"), call.Text("outcome")));
    }

    [Fact]
    public async Task Provider_ThatIsNotThere_Gives502WithTheReason()
    {
        int closed;
        using (var listener = new TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            listener.Start();
            closed = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var gateway = await RunningGateway.StartAsync($"http://127.0.0.1:{closed}");
        using var response = await gateway.Client.PostAsync("/openai/v1/chat/completions", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal((502, "Request"), ((int)response.StatusCode, response.Headers.GetValues("X-Gateway-Error").Single()));
        var call = await gateway.Api.CallAsync(response.Headers.GetValues("X-Gateway-Call-Id").Single());
        Assert.Equal("connection_error", call.Text("outcome"));
    }

    [Fact]
    public async Task Provider_ThatDoesNotAnswer_Gives504AfterTheClustersPatience()
    {
        await using var provider = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.UntilClosedAsync();
        });
        await using var gateway = await RunningGateway.StartAsync(
            provider.Address, settings: ["ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout=00:00:00.5"]);

        var answer = await gateway.Client.ChatAsync();

        Assert.Equal(504, answer.Status);
        Assert.Equal("timeout", (await gateway.Api.CallAsync(answer.CallId)).Text("outcome"));
    }

    [Fact]
    public async Task Stream_ThatIsReset_BreaksForTheApplicationTooAndIsTruncated()
    {
        // What was sent must have been read before the reset, which would throw it away.
        var hasArrived = new TaskCompletionSource();
        await using var provider = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(StreamHead);
            await connection.WriteChunkAsync(OneChunk);
            await hasArrived.Task;
            connection.Reset();
        });
        await using var gateway = await RunningGateway.StartAsync(provider.Address);

        using (var response = await StreamAsync(gateway.Client))
        await using (var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken))
        {
            await body.ReadExactlyAsync(new byte[OneChunk.Length], TestContext.Current.CancellationToken);
            hasArrived.SetResult();
            await Assert.ThrowsAnyAsync<IOException>(() => body.ReadAsync(new byte[16], TestContext.Current.CancellationToken).AsTask());
        }

        var call = Assert.Single(await gateway.Api.CallsAsync(1));
        Assert.Equal(("stream_truncated", "200"), (call.Text("outcome"), call.Text("status_code")));
        Assert.Equal("estimated", call.Text("tokens.source"));
    }

    [Theory]
    [InlineData(OneChunk, "stream_truncated")]
    [InlineData(OneChunk + ErrorChunk, "stream_error")]
    [InlineData(OneChunk + "data: [DONE]\n\n", "success")]
    public async Task Stream_ByHowItEnds_IsNamed(string events, string outcome)
    {
        await using var provider = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(StreamHead);
            await connection.WriteChunkAsync(events);
            await connection.WriteAsync("0\r\n\r\n");
        });
        await using var gateway = await RunningGateway.StartAsync(provider.Address);

        var answer = await gateway.Client.ChatAsync(stream: true);

        Assert.Equal((200, events), (answer.Status, answer.Text));
        Assert.Equal(outcome, (await gateway.Api.CallAsync(answer.CallId)).Text("outcome"));
    }

    [Fact]
    public async Task Stream_ThatTheApplicationLeaves_IsCancelledUpstreamAndNoError()
    {
        var left = new TaskCompletionSource();
        await using var provider = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(StreamHead);
            await connection.WriteChunkAsync(OneChunk);
            await connection.UntilClosedAsync();
            left.SetResult();
        });
        await using var gateway = await RunningGateway.StartAsync(provider.Address);

        using (var response = await StreamAsync(gateway.Client))
        await using (var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotEqual(0, await body.ReadAsync(new byte[16], TestContext.Current.CancellationToken));
        }

        await left.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("client_cancelled", Assert.Single(await gateway.Api.CallsAsync(1)).Text("outcome"));
    }

    /// <summary>A stream's answer, to be read by the test.</summary>
    private static async Task<HttpResponseMessage> StreamAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent("""{"model":"gpt-5.4","stream":true,"messages":[]}""") };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
