using System.Net;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using static Gateway.Tests.Capture.ChatWire;

namespace Gateway.Tests.Capture;

/// <summary>How calls end, by what the provider does.</summary>
public sealed class OutcomeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, "{\"choices\":[{\"message\":{\"content\":\"x\"}}]}", CallOutcome.Success, null)]
    [InlineData(400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"m\"}}", CallOutcome.ClientError, "invalid_request_error")]
    [InlineData(404, "", CallOutcome.ClientError, null)]
    [InlineData(429, "{\"error\":{\"type\":\"tokens\"}}", CallOutcome.RateLimited, "tokens")]
    [InlineData(500, "oops", CallOutcome.ServerError, null)]
    [InlineData(502, "", CallOutcome.ServerError, null)]
    [InlineData(504, "", CallOutcome.ServerError, null)]
    [InlineData(529, "", CallOutcome.Overloaded, null)]
    public async Task Status_OfTheProvider_IsTheOutcome(int status, string body, CallOutcome outcome, string? errorType)
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await SendAsync(proxy, "{\"model\":\"m\"}");
        var call = await proxy.NextCallAsync();

        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancel)));
        Assert.False(response.Headers.Contains("X-Gateway-Error"));
        Assert.Equal((outcome, status), (call.Outcome, call.StatusCode));
        if (errorType is not null)
            Assert.Equal(errorType, call.ErrorType);
    }

    [Theory]
    [InlineData(Text + Stop + Done, CallOutcome.Success)]
    [InlineData(Text, CallOutcome.StreamTruncated)]
    [InlineData(Text + "data: {\"error\":{\"type\":\"server_error\",\"message\":\"m\"}}\n\n", CallOutcome.StreamError)]
    public async Task Stream_ThatEnds_IsJudgedByItsEvents(string events, CallOutcome outcome)
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(Head);
            await connection.WriteChunkAsync(events);
            await connection.WriteAsync("0\r\n\r\n");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await SendAsync(proxy, "{\"stream\":true}");
        var call = await proxy.NextCallAsync();

        Assert.Equal(events, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((outcome, 200, true), (call.Outcome, call.StatusCode, call.Streaming));
        Assert.NotNull(call.TimeToFirstToken);
        Assert.Equal(TokenSource.Estimated, call.Tokens.Source);
    }

    [Fact]
    public async Task Overload_InsideAStream_IsAStreamErrorOfThatType()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(Head);
            await connection.WriteChunkAsync("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}\n\n");
            await connection.WriteAsync("0\r\n\r\n");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await SendAsync(proxy, "{\"stream\":true}", "/anthropic/v1/messages");
        var call = await proxy.NextCallAsync();

        Assert.Equal((CallOutcome.StreamError, "overloaded_error"), (call.Outcome, call.ErrorType));
    }

    [Fact]
    public async Task Provider_ThatIsDown_Is502AndConnectionError()
    {
        await using var proxy = await ProxyUnderTest.StartAsync("http://127.0.0.1:1");

        using var response = await SendAsync(proxy, "{}");
        var call = await proxy.NextCallAsync();

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("Request", response.Headers.GetValues("X-Gateway-Error").Single());
        Assert.Equal(call.Id, response.Headers.GetValues("X-Gateway-Call-Id").Single());
        Assert.Equal((CallOutcome.ConnectionError, 502, "Request", TokenSource.None), (call.Outcome, call.StatusCode, call.ErrorType, call.Tokens.Source));
    }

    [Fact]
    public async Task Provider_ThatNeverAnswers_Is504AndTimeout()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.UntilClosedAsync();
        });
        await using var proxy = await WithTimeoutAsync(upstream);

        using var response = await SendAsync(proxy, "{}");
        var call = await proxy.NextCallAsync();

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("RequestTimedOut", response.Headers.GetValues("X-Gateway-Error").Single());
        Assert.Equal((CallOutcome.Timeout, 504), (call.Outcome, call.StatusCode));
    }

    [Fact]
    public async Task Provider_ThatFallsSilentMidStream_IsTimeout()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(Head);
            await connection.WriteChunkAsync(Text);
            await connection.UntilClosedAsync();
        });
        await using var proxy = await WithTimeoutAsync(upstream);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync(proxy, "{\"stream\":true}"));
        var call = await proxy.NextCallAsync();

        Assert.Equal((CallOutcome.Timeout, 200), (call.Outcome, call.StatusCode));
    }

    [Theory]
    [InlineData(true, CallOutcome.StreamTruncated)]
    [InlineData(false, CallOutcome.ConnectionError)]
    public async Task Provider_ThatResetsMidAnswer_IsTruncatedStreamOrConnectionError(bool stream, CallOutcome outcome)
    {
        var reset = new TaskCompletionSource();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(stream ? Head : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            if (stream)
                await connection.WriteChunkAsync(Text);
            await reset.Task;
            connection.Reset();
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = Request("{\"stream\":true}");

        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        Assert.NotEqual(0, await body.ReadAsync(new byte[1000], Cancel));
        reset.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadAsync(new byte[1000], Cancel).AsTask());

        Assert.Equal((outcome, 200), (await proxy.NextCallAsync()) is var call ? (call.Outcome, call.StatusCode) : default);
    }

    private static Task<ProxyUnderTest> WithTimeoutAsync(FakeUpstreamRaw upstream) =>
        ProxyUnderTest.StartAsync(upstream.Address, settings: ("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout", "00:00:00.2"));
}
