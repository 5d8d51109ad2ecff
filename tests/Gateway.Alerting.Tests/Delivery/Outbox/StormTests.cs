using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Alerting.Tests.Delivery.Outbox;

/// <summary>A thousand alerts in a minute, on virtual time: every channel keeps its limit, every message is accounted for, and then all is calm again.</summary>
public sealed class StormTests
{
    private const int Alerts = 1_000;

    /// <summary>What the services say that they take in a minute: Slack one a second, Discord 30 a webhook, PagerDuty 120 a key, Teams four a second.</summary>
    private static readonly Dictionary<string, int> Documented = new()
    {
        ["slack"] = 60,
        ["discord"] = 30,
        ["pagerduty"] = 120,
        ["teams"] = 240,
        ["opsgenie"] = 60,
        ["email"] = 30,
    };

    private static readonly string[] Chats = ["slack", "discord", "teams", "email"];
    private static readonly string[] Pagers = ["pagerduty", "opsgenie"];
    private static readonly string[] Unlimited = ["webhook", "alertmanager"];
    private static readonly string[] Types = [.. Chats, .. Pagers, .. Unlimited];

    [Fact]
    public async Task Storm_OfAThousandAlerts_KeepsEveryLimitAndLosesNothing()
    {
        await using var stage = new DeliveryStage(Types);
        var receiver = new Receiver(stage.Time);
        var schedule = RetrySchedule.Default;
        var gates = new ChannelGates(schedule, stage.Time);
        using var worker = new DeliveryWorker(
            stage.Outbox, stage.Digests, stage.Channels, Types.Select(receiver.For), schedule, gates, new SystemHealth(stage.Time), stage.Time, NullLogger<DeliveryWorker>.Instance);
        await worker.StartAsync(DeliveryStage.Cancel);
        var opened = new List<string>();

        for (var second = 0; second < 60; second++)
        {
            var (from, to) = (Alerts * second / 60, Alerts * (second + 1) / 60);
            opened.AddRange(await stage.OpenAsync(Enumerable.Range(from, to - from).Select(Model)));
            // Every fourth alert is over after ten seconds.
            await stage.ResolveAsync(second < 10 ? [] : Enumerable.Range(0, Alerts).Where(number => number % 4 == 0 && number * 60 / Alerts == second - 10).Select(Model));
            await PassAsync(stage, gates);
        }

        var afterTheMinute = Account(await stage.ListAsync());
        Assert.Equal(Alerts, opened.Count);
        Assert.Equal(Alerts * Types.Length, afterTheMinute.Values.Sum(counts => counts.Sum(count => count.Value)));
        Assert.All(Unlimited, channel => Assert.Equal(Alerts, afterTheMinute[channel]["sent"]));
        Assert.All(Chats, channel => Assert.True(afterTheMinute[channel]["told in a digest"] > Alerts / 2));
        // One page is one alert: none is put together with others.
        Assert.All(Pagers, channel => Assert.True(afterTheMinute[channel]["pointless"] > 0));
        Assert.All(Pagers, channel => Assert.DoesNotContain("told in a digest", afterTheMinute[channel].Keys));

        while (await stage.Outbox.NextDueAsync([], DeliveryStage.Cancel) is not null)
        {
            await PassAsync(stage, gates);
        }

        await worker.StopAsync(DeliveryStage.Cancel);
        AssertWithinTheLimits(stage, receiver);
        AssertToldOnce(await stage.ListAsync(), receiver);
        // Recovered: what comes now is told at once and by itself.
        Assert.Single(await stage.OpenAsync("after"));
        foreach (var type in Documented.Keys)
        {
            Assert.Equal(0, await stage.FoldAsync(type));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', Account(await stage.ListAsync()).Select(channel => $"{channel.Key}: {string.Join(", ", channel.Value.Select(count => $"{count.Value} {count.Key}"))}")));
    }

    private static string Model(int number) => $"model-{number}";

    /// <summary>One second, then until the worker has nothing left that it may send now.</summary>
    private static async Task PassAsync(DeliveryStage stage, ChannelGates gates)
    {
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        var now = stage.Time.GetUtcNow();
        while ((await stage.Outbox.DueAsync(now, gates.Closed(now), DeliveryStage.Cancel)).Count > 0
            || stage.Scalar<long>("select exists (select 1 from deliveries where status = 0 and begun = 1)") == 1)
        {
            // The processors are the worker's.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, DeliveryStage.Cancel);
        }
    }

    /// <summary>What became of the openings, by channel.</summary>
    private static Dictionary<string, Dictionary<string, int>> Account(IReadOnlyList<DeliveryRecord> deliveries) => deliveries
        .Where(delivery => delivery.Event == MessageTypes.Opened)
        .GroupBy(delivery => delivery.ChannelId)
        .ToDictionary(
            channel => channel.Key,
            channel => channel.CountBy(delivery => delivery switch
            {
                { DigestId: not null } => "told in a digest",
                { Status: DeliveryStatus.Skipped } => "pointless",
                _ => EnumWords.Of(delivery.Status),
            }).ToDictionary());

    private static void AssertWithinTheLimits(DeliveryStage stage, Receiver receiver)
    {
        Assert.Equal(Documented.Keys.Order(), stage.Channels.Ids.Where(id => stage.Channels.Find(id)?.RateLimitPerMinute is not null).Order());
        foreach (var (channel, sent) in receiver.Sent.GroupBy(message => message.Channel).Select(group => (group.Key, group.Select(message => message.At).Order().ToList())))
        {
            var most = Documented.GetValueOrDefault(channel, int.MaxValue);
            Assert.All(sent.Index(), message => Assert.InRange(sent.Skip(message.Index).TakeWhile(at => at < message.Item.AddMinutes(1)).Count(), 1, most));
        }
    }

    /// <summary>Everything that was owed has left under exactly one id, by itself or in a digest, or is dropped with a reason.</summary>
    private static void AssertToldOnce(IReadOnlyList<DeliveryRecord> deliveries, Receiver receiver)
    {
        Assert.Equal(receiver.Sent.Count, receiver.Sent.Select(message => message.Id).Distinct().Count());
        var ids = receiver.Sent.Select(message => message.Id).ToHashSet();
        Assert.All(deliveries, delivery => Assert.True(
            ids.Contains(delivery.DigestId ?? delivery.Id) || delivery is { Status: DeliveryStatus.Skipped, Reason.Length: > 0, DigestId: null }));
        var told = receiver.Sent.SelectMany(message => message.Tells.Select(alert => (message.Channel, alert))).ToList();
        Assert.Equal(told.Count, told.Distinct().Count());
    }

    /// <summary>Takes everything at once and remembers when.</summary>
    private sealed class Receiver(TimeProvider time)
    {
        public ConcurrentQueue<(string Channel, string Id, DateTimeOffset At, IReadOnlyList<string> Tells)> Sent { get; } = new();

        public IChannelSender For(string type) => new Sender(type, this);

        private static IReadOnlyList<string> Tells(Alerting.Delivery.Delivery delivery) => delivery.Event == MessageTypes.Digest
            ? [.. JsonSerializer.Deserialize<DigestMessage>(delivery.Payload, GatewayJson.Options)!.Data.Messages.Select(message => $"{message.Type} {message.Data.Id}")]
            : [$"{delivery.Event} {delivery.AlertId}"];

        private sealed class Sender(string type, Receiver receiver) : IChannelSender
        {
            public string Type => type;

            public Task<DeliveryOutcome> SendAsync(Alerting.Delivery.Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken)
            {
                receiver.Sent.Enqueue((channel.Id, delivery.Id, receiver.TimeNow, Tells(delivery)));
                return Task.FromResult(DeliveryOutcome.Delivered(200));
            }
        }

        private DateTimeOffset TimeNow => time.GetUtcNow();
    }
}
