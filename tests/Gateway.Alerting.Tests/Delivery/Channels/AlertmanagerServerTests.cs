using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Tests.Delivery.Messages;
using Gateway.Alerting.Tests.Delivery.Servers;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>What a real Alertmanager makes of our alerts.</summary>
public class AlertmanagerServerTests
{
    /// <summary>Its clock is the machine's.</summary>
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Send_AnAlertsLife_TurnsItOnAndOff()
    {
        await using var alertmanager = await AlertmanagerServer.StartAsync();

        Assert.Equal(DeliveryOutcome.Delivered(200), await SendAsync(alertmanager, MessageTypes.Opened, SomeMessages.Alert));
        var alert = Assert.Single(await alertmanager.AlertsAsync()).Value;
        Assert.Equal("active", alert["status"]!["state"]!.GetValue<string>());
        Assert.Equal(("gpt-5.4", "critical", "search"), (Label("model"), Label("severity"), Label("team")));
        Assert.Equal("https://gateway.example.com/base/admin/alerts/0195a1", alert["generatorURL"]!.GetValue<string>());

        await SendAsync(alertmanager, MessageTypes.Acknowledged, SomeMessages.Acknowledged);
        Assert.Single(await alertmanager.AlertsAsync());

        await SendAsync(alertmanager, MessageTypes.Resolved, SomeMessages.Resolved with { ResolvedAt = Now.AddMinutes(-1) });
        Assert.Empty(await alertmanager.AlertsAsync());

        string Label(string name) => alert["labels"]![name]!.GetValue<string>();
    }

    [Fact]
    public async Task Send_HostileNames_AreTaken()
    {
        await using var alertmanager = await AlertmanagerServer.StartAsync();

        Assert.Equal(DeliveryOutcome.Delivered(200), await SendAsync(alertmanager, MessageTypes.Opened, SomeMessages.Hostile));

        Assert.Single(await alertmanager.AlertsAsync());
    }

    [Fact]
    public async Task Send_Digest_IsTakenApart()
    {
        await using var alertmanager = await AlertmanagerServer.StartAsync();
        var alerts = new[] { "one", "two", "three" }.Select(name => new AlertMessage(MessageTypes.Opened, Now, SomeMessages.Alert with { RuleName = name, TriggeredAt = Now }));
        var digest = new Alerting.Delivery.Delivery("msg_d", null, "c", MessageTypes.Digest, DigestMessage.Write(Now, new(3, [.. alerts])), 0);

        await SomeChannels.SendAsync("alertmanager", alertmanager.Address, digest);

        Assert.Equal(["one", "three", "two"], (await alertmanager.AlertsAsync()).Keys.Order(StringComparer.Ordinal));
    }

    private static Task<DeliveryOutcome> SendAsync(AlertmanagerServer alertmanager, string type, Alert alert) => SomeChannels.SendAsync(
        "alertmanager",
        alertmanager.Address,
        new("msg_1", alert.Id, "c", type, AlertMessage.Write(type, Now, alert with { TriggeredAt = Now.AddMinutes(-5) }), 0));
}
