using Gateway.Alerting.Calls;
using Gateway.Capture;
using Gateway.Dialects;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Gateway.Tests.Capture.ChatWire;

namespace Gateway.Tests.Capture;

/// <summary>What a call says besides its outcome, and a meter that fails.</summary>
public sealed class MeteredCallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

    private sealed class FaultyDialect : IDialect
    {
        public string Name => "faulty";

        public DocumentMembers Document => throw new InvalidOperationException("members");

        public void ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, AnswerReading answer) => throw new InvalidOperationException("event");

        public void ReadDocument(ReadOnlySpan<byte> json, AnswerReading answer) => throw new InvalidOperationException("document");
    }
}
