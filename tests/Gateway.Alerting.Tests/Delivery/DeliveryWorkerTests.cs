using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Delivery;

/// <summary>The worker over an outbox in memory and a receiver that does what the test says.</summary>
public sealed class DeliveryWorkerTests : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly MemoryOutbox _outbox = new();
    private readonly ScriptedSender _sender = new();
    private readonly ChannelDirectory _directory = new([Channel("a"), Channel("b"), Channel("slow") with { RateLimitPerMinute = 1 }]);
    private readonly ChannelGates _gates;
    private readonly DeliveryWorker _worker;

    public DeliveryWorkerTests()
    {
        var schedule = new RetrySchedule([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)]);
        _gates = new(schedule, _time);
        _worker = new(_outbox, _outbox, _directory, [_sender], schedule, _gates, new SystemHealth(_time), _time, NullLogger<DeliveryWorker>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static NotificationChannel Channel(string id) =>
        new(id, "webhook", new WebhookConfig(new("https://hooks.example"), [], new Dictionary<string, string>())) { Secrets = [new("hooks-token-1234")] };

    public void Dispose()
    {
        _worker.Dispose();
        _outbox.Dispose();
    }

    [Fact]
    public async Task Deliver_AcceptedAtOnce_IsSent()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "a", Some.Noon);

        await _sender.Next("a").Answer(DeliveryOutcome.Delivered(200));

        Assert.Equal("m1 Sent", await _outbox.NextRecord());
    }

    [Fact]
    public async Task Deliver_FailingReceiver_IsTriedAgainByTheScheduleAndThenDead()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "a", Some.Noon);
        var down = new DeliveryOutcome(DeliveryResult.Retryable, 503, "down");

        await _sender.Next("a").Answer(down);
        Assert.Equal("m1 Pending", await _outbox.NextRecord());
        await PassUntilTried("a", down);
        Assert.Equal("m1 Pending", await _outbox.NextRecord());
        await PassUntilTried("a", down);

        Assert.Equal("m1 Dead", await _outbox.NextRecord());
        Assert.Equal(["m1", "m1", "m1"], _sender.Tried);
    }

    [Fact]
    public async Task Deliver_RefusedForGood_IsNotTriedAgain()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "a", Some.Noon);

        await _sender.Next("a").Answer(new(DeliveryResult.Rejected, 410, "gone"));

        Assert.Equal("m1 Failed", await _outbox.NextRecord());
    }

    [Fact]
    public async Task Deliver_WhileAMessageWaitsLongerThanATimerCan_GoesOn()
    {
        _outbox.Put("waiting", "a", Some.Noon.AddDays(100));
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "b", Some.Noon);
        await _sender.Next("b").Answer(DeliveryOutcome.Delivered(200));
        Assert.Equal("m1 Sent", await _outbox.NextRecord());

        _outbox.Put("m2", "b", Some.Noon);
        await _sender.Next("b").Answer(DeliveryOutcome.Delivered(200));

        Assert.Equal("m2 Sent", await _outbox.NextRecord());
    }

    [Fact]
    public async Task Deliver_ToAnUnknownChannel_IsSkippedAsNotConfigured()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "gone", Some.Noon);

        Assert.Equal("m1 Skipped", await _outbox.NextRecord());
    }

    [Fact]
    public async Task Deliver_ToAChannelSwitchedOffMeanwhile_IsSkipped()
    {
        _directory.Take(new() { Channel = Channel("new"), Source = ChannelSource.Api });
        _outbox.Put("m1", "new", Some.Noon);
        _outbox.Put("m2", "new", Some.Noon);
        await _worker.StartAsync(Cancellation);
        var first = await _sender.Next("new").Arrived();

        _directory.Take(new() { Channel = Channel("new") with { IsEnabled = false }, Source = ChannelSource.Api });
        first.SetResult(DeliveryOutcome.Delivered(200));

        Assert.Equal("m1 Sent", await _outbox.NextRecord());
        Assert.Equal("m2 Skipped", await _outbox.NextRecord());
        Assert.Equal("the channel is switched off", _outbox.LastReason);
        Assert.Equal(["m1"], _sender.Tried);
    }

    [Fact]
    public async Task Deliver_HangingReceiver_HoldsUpOnlyItself()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("slow", "a", Some.Noon);
        var hanging = await _sender.Next("a").Arrived();
        _outbox.Put("behind", "a", Some.Noon);
        _outbox.Put("other", "b", Some.Noon);

        await _sender.Next("b").Answer(DeliveryOutcome.Delivered(200));
        Assert.Equal("other Sent", await _outbox.NextRecord());

        hanging.SetResult(DeliveryOutcome.Delivered(200));
        Assert.Equal("slow Sent", await _outbox.NextRecord());
        await _sender.Next("a").Answer(DeliveryOutcome.Delivered(200));
        Assert.Equal("behind Sent", await _outbox.NextRecord());
    }

    [Fact]
    public async Task Deliver_SecretInAnError_IsNotRecorded()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "a", Some.Noon);

        await _sender.Next("a").Answer(new(DeliveryResult.Rejected, 400, "cannot post to https://x.example/hooks-token-1234"));

        Assert.Equal("m1 Failed", await _outbox.NextRecord());
        Assert.Equal("cannot post to https://x.example/••••", _outbox.LastError);
    }

    [Fact]
    public async Task Deliver_ReceiverGoneForGood_SkipsWhatFollows()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "a", Some.Noon);
        await _sender.Next("a").Answer(new(DeliveryResult.Gone, 410, "gone"));
        Assert.Equal("m1 Failed", await _outbox.NextRecord());

        _outbox.Put("m2", "a", Some.Noon);

        Assert.Equal("m2 Skipped", await _outbox.NextRecord());
        Assert.Equal(["m1"], _sender.Tried);
    }

    [Fact]
    public async Task Deliver_AboveTheRateLimit_WaitsAndKeepsTheOrder()
    {
        await _worker.StartAsync(Cancellation);
        foreach (var id in new[] { "m1", "m2", "m3" })
        {
            _outbox.Put(id, "slow", Some.Noon);
        }

        await _sender.Next("slow").Answer(DeliveryOutcome.Delivered());
        await _outbox.NextRecord();
        await PassUntilTried("slow", DeliveryOutcome.Delivered());
        Assert.True(_time.GetUtcNow() >= Some.Noon.AddMinutes(1));
        await _outbox.NextRecord();
        await PassUntilTried("slow", DeliveryOutcome.Delivered());

        Assert.True(_time.GetUtcNow() >= Some.Noon.AddMinutes(2));
        Assert.Equal(["m1", "m2", "m3"], _sender.Tried);
    }

    [Fact]
    public async Task Deliver_AfterFailuresInARow_HoldsTheChannelAndProbesWithOneMessage()
    {
        await _worker.StartAsync(Cancellation);
        for (var message = 1; message <= ChannelGate.FailuresToClose; message++)
        {
            _outbox.Put($"m{message}", "a", Some.Noon);
            await _sender.Next("a").Answer(new(DeliveryResult.Retryable, 503, "down"));
            await _outbox.NextRecord();
        }

        _outbox.Put("held", "a", Some.Noon);
        _outbox.Put("other", "b", Some.Noon);
        await _sender.Next("b").Answer(DeliveryOutcome.Delivered());
        Assert.Equal("other Sent", await _outbox.NextRecord());
        Assert.DoesNotContain("held", _sender.Tried);
        Assert.Equal(Some.Noon.AddSeconds(5), _gates.ConditionOf("a")!.ClosedUntil);

        await PassUntilTried("a", DeliveryOutcome.Delivered());
        await _outbox.NextRecord();

        Assert.Null(_gates.ConditionOf("a")!.ClosedUntil);
        Assert.Equal(0, _gates.ConditionOf("a")!.Failures);
    }

    /// <summary>A receiver's wish and a limit do not end with this process.</summary>
    [Fact]
    public async Task Deliver_AfterARestart_KeepsToWhatWasAskedForAndUsedUp()
    {
        _outbox.Past.Add(new("a", Some.Noon.AddMinutes(-1), TimeSpan.FromSeconds(1), false, TimeSpan.FromMinutes(5)));
        _outbox.Past.Add(new("slow", Some.Noon.AddSeconds(-10), TimeSpan.Zero, true, null));
        _outbox.Past.Add(new("b", Some.Noon.AddMinutes(-3), TimeSpan.Zero, false, TimeSpan.FromMinutes(5)));
        _outbox.Past.Add(new("b", Some.Noon.AddMinutes(-2), TimeSpan.Zero, true, null));
        _outbox.Past.Add(new("gone-since", Some.Noon, TimeSpan.Zero, true, null));
        _outbox.Put("held", "a", Some.Noon);
        _outbox.Put("limited", "slow", Some.Noon);
        _outbox.Put("free", "b", Some.Noon);

        await _worker.StartAsync(Cancellation);
        await _sender.Next("b").Answer(DeliveryOutcome.Delivered());

        Assert.Equal("free Sent", await _outbox.NextRecord());
        Assert.Equal(["free"], _sender.Tried);
        Assert.Equal(Some.Noon.AddMinutes(4).AddSeconds(1), _gates.ConditionOf("a")!.ClosedUntil);
        await PassUntilTried("slow", DeliveryOutcome.Delivered());
        Assert.Equal("limited Sent", await _outbox.NextRecord());
        Assert.True(_time.GetUtcNow() >= Some.Noon.AddSeconds(50));
    }

    [Fact]
    public async Task Deliver_ReceiverAsksToBeLeftAlone_HoldsTheWholeChannel()
    {
        await _worker.StartAsync(Cancellation);
        _outbox.Put("m1", "a", Some.Noon);
        await _sender.Next("a").Answer(new(DeliveryResult.Retryable, 429, "slow down", TimeSpan.FromSeconds(20)));
        await _outbox.NextRecord();
        _outbox.Put("m2", "a", Some.Noon);

        await PassUntilTried("a", DeliveryOutcome.Delivered());

        Assert.True(_time.GetUtcNow() >= Some.Noon.AddSeconds(20));
    }

    /// <summary>The worker arms its timer after it has recorded: step until the try comes.</summary>
    private async Task PassUntilTried(string channel, DeliveryOutcome answer)
    {
        var attempt = _sender.Next(channel).Arrived();
        while (!attempt.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await attempt).SetResult(answer);
    }
}
