using Gateway.Alerting.Calls;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Gateway.Tests.Capture.ChatWire;

namespace Gateway.Tests.Capture;

/// <summary>Clients that do not wait for the end, and what is known until they leave.</summary>
public sealed class LeavingClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
}
