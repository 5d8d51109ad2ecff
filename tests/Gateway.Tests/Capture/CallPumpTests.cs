using Gateway.Alerting.Calls;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Gateway.Dialects.Estimation;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Capture;

public sealed class CallPumpTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestHealth _health;
    private readonly MemoryCallStore _store = new();
    private readonly CallFeed _feed = new();
    private readonly ApiKeyHasher _keys = new(new byte[32]);

    public CallPumpTests() => _health = new(_time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Channel_ThatIsFull_DropsAndCountsAndNeverWaits()
    {
        var channel = new CallChannel(_health.Capture, capacity: 2);

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => channel.TryAdd(Ended())));
        Assert.Equal(2, _health.Capture.Lost);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthState.Degraded, _health.System.Parts.Single(part => part.Name == HealthParts.Capture).State);
        for (var i = 0; i < 13; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(HealthState.Healthy, _health.System.Parts.Single(part => part.Name == HealthParts.Capture).State);
    }

    [Fact]
    public async Task Call_ThatIsCaptured_IsFinishedPublishedAndStored()
    {
        var published = new List<LlmCall>();
        using var subscription = _feed.Calls.Subscribe(published.Add);
        var channel = new CallChannel(_health.Capture);
        using var writer = Writer();
        using var pump = Pump(channel, writer);

        var (first, second) = (Ended("sk-0123456789abcd"), Ended());

        await pump.StartAsync(Cancel);
        channel.TryAdd(first);
        channel.TryAdd(second);
        await pump.StopAsync(Cancel);

        Assert.Equal([first.Id, second.Id], published.Select(call => call.Id));
        Assert.Equal(published, _store.Calls);
        Assert.Equal(("sk-…abcd", 16), (published[0].ApiKey, published[0].ApiKeyId?.Length));
        Assert.Equal(HealthState.Healthy, _health.System.Parts.Single(part => part.Name == HealthParts.Database).State);
    }

    [Fact]
    public async Task Subscriber_ThatThrows_CostsNoCallItsStorage()
    {
        using var subscription = _feed.Calls.Subscribe(_ => throw new InvalidOperationException("subscriber"));
        var channel = new CallChannel(_health.Capture);
        using var writer = Writer();
        using var pump = Pump(channel, writer);

        var (first, second) = (Ended(), Ended());

        await pump.StartAsync(Cancel);
        channel.TryAdd(first);
        channel.TryAdd(second);
        await pump.StopAsync(Cancel);

        Assert.Equal([first.Id, second.Id], _store.Calls.Select(call => call.Id));
        Assert.NotEqual(0, _health.Capture.Faults);
    }

    [Fact]
    public async Task Store_ThatRefuses_GetsTheSameCallsAgainWhenItRecovers()
    {
        _store.Refuses = true;
        using var writer = Writer();
        writer.Start();
        writer.Add(Some.Call(Some.Noon) with { Id = "a" });
        Assert.Equal(1, await NextAttemptAsync());
        Assert.Equal(1, await NextAttemptAsync());
        Assert.Equal(HealthState.Degraded, _health.System.Parts.Single(part => part.Name == HealthParts.Database).State);

        _store.Refuses = false;
        Assert.Equal(1, await NextAttemptAsync());
        await writer.StopAsync(Cancel);

        Assert.Equal(["a"], _store.Calls.Select(call => call.Id));
        Assert.Equal(HealthState.Healthy, _health.System.Parts.Single(part => part.Name == HealthParts.Database).State);
    }

    [Fact]
    public async Task Backlog_ThatIsFull_GivesUpItsOldestAndCountsThem()
    {
        using var writer = Writer(capacity: 3);
        for (var i = 0; i < 5; i++)
        {
            writer.Add(Some.Call(Some.Noon) with { Id = $"{i}" });
        }

        writer.Start();
        await writer.StopAsync(Cancel);

        Assert.Equal(["2", "3", "4"], _store.Calls.Select(call => call.Id));
        Assert.Equal(2, _health.Capture.Lost);
    }

    [Fact]
    public async Task Stop_WhileTheStoreRefuses_CountsWhatIsLost()
    {
        _store.Refuses = true;
        using var writer = Writer();
        writer.Start();
        writer.Add(Some.Call(Some.Noon) with { Id = "a" });

        await writer.StopAsync(Cancel);

        Assert.Empty(_store.Calls);
        Assert.Equal(1, _health.Capture.Lost);
    }

    public void Dispose()
    {
        _health.Dispose();
        _feed.Dispose();
        _keys.Dispose();
    }

    /// <summary>Lets time pass until the writer has tried once more.</summary>
    private async Task<int> NextAttemptAsync()
    {
        while (!_store.Attempts.TryPeek(out _))
        {
            Cancel.ThrowIfCancellationRequested();
            _time.Advance(CallWriter.Delay);
            await Task.Yield();
        }

        return await _store.Attempts.ReadAsync(Cancel);
    }

    private CallWriter Writer(int capacity = CallWriter.Capacity) => new(_store, _health.System, _health.Capture, _time, NullLogger<CallWriter>.Instance, capacity);

    private CallPump Pump(CallChannel channel, CallWriter writer) =>
        new(channel, new(new FlatPrice(), new TokenEstimator(), _health.System), _feed, writer, _health.Capture, _time);

    /// <summary>A call that has left the proxy.</summary>
    private CallCapture Ended(string? key = null)
    {
        var call = new CallCapture(
            new("openai", "openai", null, "", IncludeUsage: true), new(null, "chat", null, null), new(new(null, null, null, []), key), _keys, new(), _time, _health.Capture);
        call.End(new DefaultHttpContext(), null);
        return call;
    }
}
