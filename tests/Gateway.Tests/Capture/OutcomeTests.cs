using System.Net;
using Gateway.Alerting.Calls;
using Gateway.Capture;
using Gateway.Dialects;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Capture;

public sealed class OutcomeTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Text = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"Hello there\"}}]}\n\n";
    private const string Stop = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Done = "data: [DONE]\n\n";

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

    [Fact]
    public async Task Client_ThatLeavesBeforeTheAnswer_IsCancelledWithoutStatus()
    {
        var arrived = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.SetResult();
            await connection.UntilClosedAsync();
            closed.SetResult();
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var leave = new CancellationTokenSource();

        var sending = proxy.Client.SendAsync(Request("{}"), leave.Token);
        await arrived.Task.WaitAsync(Cancel);
        var inFlight = proxy.Services.GetRequiredService<InFlightCalls>().Count;
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var call = await proxy.NextCallAsync();
        await closed.Task.WaitAsync(Cancel);

        Assert.Equal((CallOutcome.ClientCancelled, 0, null, TokenSource.None), (call.Outcome, call.StatusCode, call.ErrorType, call.Tokens.Source));
        Assert.Equal((1, 0), (inFlight, proxy.Services.GetRequiredService<InFlightCalls>().Count));
    }

    [Fact]
    public async Task Call_ThatHangs_IsDescribedWhileItHangs()
    {
        var arrived = new TaskCompletionSource();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            arrived.SetResult();
            await connection.UntilClosedAsync();
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        var inFlight = proxy.Services.GetRequiredService<InFlightCalls>();
        using var leave = new CancellationTokenSource();
        using var request = Request("""{"model":"gpt-5.4","user":"ann"}""");
        request.Headers.Authorization = new("Bearer", "sk-test-0123456789fQ2x");

        var sending = proxy.Client.SendAsync(request, leave.Token);
        await arrived.Task.WaitAsync(Cancel);
        var call = Assert.Single(inFlight.List(TimeProvider.System));

        Assert.Equal(("openai", "chat", "gpt-5.4", "ann", "sk-…fQ2x"), (call.About.Provider, call.About.Operation, call.About.Model, call.About.User, call.About.ApiKey));
        Assert.True(call.Age > TimeSpan.Zero);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var finished = await proxy.NextCallAsync();
        Assert.Equal(call.About.ApiKeyId, finished.ApiKeyId);
        Assert.Empty(inFlight.List(TimeProvider.System));
    }

    [Fact]
    public async Task Client_ThatLeavesMidStream_IsCancelledAndItsTokensAreEstimated()
    {
        var closed = new TaskCompletionSource();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(Head);
            await connection.WriteChunkAsync(Text);
            await connection.UntilClosedAsync();
            closed.SetResult();
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = Request("{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}");

        var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var body = await response.Content.ReadAsStreamAsync(Cancel);
        Assert.NotEqual(0, await body.ReadAsync(new byte[1000], Cancel));
        response.Dispose();
        var call = await proxy.NextCallAsync();
        await closed.Task.WaitAsync(Cancel);

        Assert.Equal((CallOutcome.ClientCancelled, 200, TokenSource.Estimated), (call.Outcome, call.StatusCode, call.Tokens.Source));
        Assert.True(call.Tokens is { Input: > 0, Output: > 0 });
    }

    [Fact]
    public async Task Meter_ThatThrowsEverywhere_ChangesNothingForTheClient()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(Head);
            await connection.WriteChunkAsync(Text + Stop + Done);
            await connection.WriteAsync("0\r\n\r\n");
        });
        foreach (var matcher in new DialectMatcher[]
        {
            (_, _, _) => throw new InvalidOperationException("matcher"),
            (_, _, _) => new(new FaultyDialect(), "chat", null, true),
        })
        {
            await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address, services: services => services.AddSingleton(matcher));

            using var response = await SendAsync(proxy, "{\"stream\":true}");

            Assert.Equal(Text + Stop + Done, await response.Content.ReadAsStringAsync(Cancel));
            Assert.Equal((CallOutcome.Success, 200), (await proxy.NextCallAsync()) is var call ? (call.Outcome, call.StatusCode) : default);
            Assert.NotEqual(0, proxy.Services.GetRequiredService<CaptureHealth>().Faults);
        }
    }

    [Fact]
    public async Task TimeToFirstToken_OfAStream_IsItsFirstContentNotItsFirstEvent()
    {
        var next = new SemaphoreSlim(0);
        var time = new FakeTimeProvider();
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(Head);
            foreach (var piece in new[] { ": ping\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n", Text, Stop + Done })
            {
                await connection.WriteChunkAsync(piece);
                await next.WaitAsync();
            }

            await connection.WriteAsync("0\r\n\r\n");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address, services: services => services.AddSingleton<TimeProvider>(time));
        using var request = Request("{\"stream\":true}");

        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual(0, await body.ReadAsync(new byte[1000], Cancel));
            time.Advance(TimeSpan.FromSeconds(1));
            next.Release();
        }

        Assert.Equal(0, await body.ReadAsync(new byte[1000], Cancel));
        var call = await proxy.NextCallAsync();

        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), (call.TimeToFirstToken, call.Latency));
    }

    [Fact]
    public async Task Identity_AndKey_ReachTheCallAndNothingElseOfTheKeyDoes()
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = Request("{\"model\":\"gpt\",\"user\":\"from-body\"}");
        request.Headers.Add("X-Gateway-Team", "blue");
        request.Headers.Add("Helicone-Session-Id", "s1");
        request.Headers.Add("x-litellm-tags", "a, b,a");
        request.Headers.Add("Authorization", "Bearer sk-secret-material-9fQ2");

        using var response = await proxy.Client.SendAsync(request, Cancel);
        var call = await proxy.NextCallAsync();

        Assert.Equal(("from-body", "blue", "s1", "sk-…9fQ2", "gpt"), (call.User, call.Team, call.Session, call.ApiKey, call.RequestModel));
        Assert.Equal(["a", "b"], call.Tags);
        Assert.Matches("^[0-9a-f]{16}$", call.ApiKeyId);
        Assert.DoesNotContain("secret", call.ToString(), StringComparison.Ordinal);
    }

    private static Task<ProxyUnderTest> WithTimeoutAsync(FakeUpstreamRaw upstream) =>
        ProxyUnderTest.StartAsync(upstream.Address, settings: ("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout", "00:00:00.2"));

    private static HttpRequestMessage Request(string body, string path = "/openai/v1/chat/completions") =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

    private static async Task<HttpResponseMessage> SendAsync(ProxyUnderTest proxy, string body, string path = "/openai/v1/chat/completions")
    {
        using var request = Request(body, path);
        return await proxy.Client.SendAsync(request, Cancel);
    }

    private sealed class FaultyDialect : IDialect
    {
        public string Name => "faulty";

        public DocumentMembers Document => throw new InvalidOperationException("members");

        public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer) => throw new InvalidOperationException("event");

        public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer) => throw new InvalidOperationException("document");
    }
}
