using System.Diagnostics.Metrics;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Gateway.Dialects.Estimation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Capture;

public sealed class CallPumpTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SystemHealth _health;
    private readonly CaptureHealth _capture;
    private readonly MemoryCallStore _store = new();
    private readonly CallFeed _feed = new();

    public CallPumpTests()
    {
        _health = new(_time);
        _capture = new(_health, new(_services.GetRequiredService<IMeterFactory>()), _time, NullLogger<CaptureHealth>.Instance);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Channel_ThatIsFull_DropsAndCountsAndNeverWaits()
    {
        var channel = new CallChannel(_capture, capacity: 2);

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(i => channel.TryAdd(Captured($"{i}"))));
        Assert.Equal(2, _capture.Lost);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthState.Degraded, _health.Parts.Single(part => part.Name == HealthParts.Capture).State);
        for (var i = 0; i < 13; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(HealthState.Healthy, _health.Parts.Single(part => part.Name == HealthParts.Capture).State);
    }

    [Fact]
    public async Task Call_ThatIsCaptured_IsFinishedPublishedAndStored()
    {
        var published = new List<LlmCall>();
        using var subscription = _feed.Calls.Subscribe(published.Add);
        var channel = new CallChannel(_capture);
        using var writer = Writer();
        using var pump = Pump(channel, writer);

        await pump.StartAsync(Cancel);
        channel.TryAdd(Captured("a", "sk-0123456789abcd"));
        channel.TryAdd(Captured("b"));
        await pump.StopAsync(Cancel);

        Assert.Equal(["a", "b"], published.Select(call => call.Id));
        Assert.Equal(published, _store.Calls);
        Assert.Equal(("sk-…abcd", 16), (published[0].ApiKey, published[0].ApiKeyId?.Length));
        Assert.Equal(HealthState.Healthy, _health.Parts.Single(part => part.Name == HealthParts.Database).State);
    }

    [Fact]
    public async Task Subscriber_ThatThrows_CostsNoCallItsStorage()
    {
        using var subscription = _feed.Calls.Subscribe(_ => throw new InvalidOperationException("subscriber"));
        var channel = new CallChannel(_capture);
        using var writer = Writer();
        using var pump = Pump(channel, writer);

        await pump.StartAsync(Cancel);
        channel.TryAdd(Captured("a"));
        channel.TryAdd(Captured("b"));
        await pump.StopAsync(Cancel);

        Assert.Equal(["a", "b"], _store.Calls.Select(call => call.Id));
        Assert.NotEqual(0, _capture.Faults);
    }

    [Fact]
    public async Task Store_ThatRefuses_GetsTheSameCallsAgainWhenItRecovers()
    {
        _store.Refuses = true;
        using var writer = Writer();
        writer.Start();
        writer.Add(Captured("a").Call);
        Assert.Equal(1, await NextAttemptAsync());
        Assert.Equal(1, await NextAttemptAsync());
        Assert.Equal(HealthState.Degraded, _health.Parts.Single(part => part.Name == HealthParts.Database).State);

        _store.Refuses = false;
        Assert.Equal(1, await NextAttemptAsync());
        await writer.StopAsync(Cancel);

        Assert.Equal(["a"], _store.Calls.Select(call => call.Id));
        Assert.Equal(HealthState.Healthy, _health.Parts.Single(part => part.Name == HealthParts.Database).State);
    }

    [Fact]
    public async Task Backlog_ThatIsFull_GivesUpItsOldestAndCountsThem()
    {
        using var writer = Writer(capacity: 3);
        for (var i = 0; i < 5; i++)
        {
            writer.Add(Captured($"{i}").Call);
        }

        writer.Start();
        await writer.StopAsync(Cancel);

        Assert.Equal(["2", "3", "4"], _store.Calls.Select(call => call.Id));
        Assert.Equal(2, _capture.Lost);
    }

    [Fact]
    public async Task Stop_WhileTheStoreRefuses_CountsWhatIsLost()
    {
        _store.Refuses = true;
        using var writer = Writer();
        writer.Start();
        writer.Add(Captured("a").Call);

        await writer.StopAsync(Cancel);

        Assert.Empty(_store.Calls);
        Assert.Equal(1, _capture.Lost);
    }

    public void Dispose()
    {
        _capture.Dispose();
        _feed.Dispose();
        _services.Dispose();
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

    private CallWriter Writer(int capacity = CallWriter.Capacity) => new(_store, _health, _capture, _time, NullLogger<CallWriter>.Instance, capacity);

    private CallPump Pump(CallChannel channel, CallWriter writer) =>
        new(channel, new(new FlatPrice(), new(new byte[32]), new TokenEstimator(), _health), _feed, writer, _capture, _time);

    private CapturedCall Captured(string id, string? key = null) => new(
        new() { Id = id, StartedAt = _time.GetUtcNow(), Provider = "openai", Dialect = "openai-chat", Operation = "chat", Route = "openai" },
        new(),
        null,
        IsRead: false,
        key);
}
