using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Gates;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Delivery;

public class ChannelDirectoryTests
{
    [Fact]
    public void Take_OfAChannel_IsSeenAtOnceAndLeavesTheOthersTheSameObjects()
    {
        var channels = new ChannelDirectory([new("a", "webhook")]);
        var (before, changes) = (channels.Find("a"), 0);
        channels.IdsChanged += () => changes++;

        channels.Take(Entry("b"));
        channels.Take(Entry("b"));

        Assert.Equal(["email", "slack", "pagerduty", "in_app", "a", "b"], channels.Ids);
        Assert.Same(before, channels.Find("a"));
        Assert.Equal(1, changes);
        channels.Remove("b");
        Assert.Null(channels.Find("b"));
        Assert.Equal(2, changes);
    }

    [Fact]
    public void Take_OfAnIdOfTheSettings_IsHiddenAndSaid()
    {
        var channels = new ChannelDirectory([new("a", "webhook")]);

        channels.Take(Entry("a"));

        Assert.Equal((ChannelSource.Settings, true), (channels.FindEntry("a")!.Source, channels.FindEntry("a")!.HidesStored));
    }

    [Fact]
    public void RuleFile_ThatNamesAChannel_IsInForceOnceThereIsThatChannel()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-channel-rules-");
        File.WriteAllText(Path.Combine(folder.FullName, "a.json"), """{ "id": "a", "name": "A", "conditions": [{ "metric": "errors", "operator": ">", "threshold": 1 }], "actions": { "channels": ["ops"] } }""");
        var (channels, time) = (new ChannelDirectory([]), new FakeTimeProvider(Some.Noon));
        using var rules = new RuleSetProvider(folder.FullName, "rules", new(() => channels.Ids), new SystemHealth(time), time, NullLogger<RuleSetProvider>.Instance);
        channels.IdsChanged += rules.Recheck;
        Assert.Empty(rules.Current.Rules);

        channels.Take(Entry("ops"));

        Assert.Equal("a", Assert.Single(rules.Current.Rules).Id);
        Assert.Empty(rules.Mistakes);
        folder.Delete(recursive: true);
    }

    /// <summary>The worker leaves closed channels out: a gate that nobody asks would stay closed.</summary>
    [Fact]
    public void Gate_ThatIsForgotten_IsOpen()
    {
        var time = new FakeTimeProvider(Some.Noon);
        var gates = new ChannelGates(RetrySchedule.Default, time);
        gates.Of(new("a", "webhook")).Note(new(DeliveryResult.Retryable, 503, RetryAfter: TimeSpan.FromHours(1)), Some.Noon);
        Assert.Equal(["a"], gates.Closed(Some.Noon));

        gates.Forget("a");

        Assert.Empty(gates.Closed(Some.Noon));
        Assert.Null(gates.ConditionOf("a"));
    }

    private static ChannelEntry Entry(string id) => new() { Channel = new(id, "webhook"), Source = ChannelSource.Api };
}
