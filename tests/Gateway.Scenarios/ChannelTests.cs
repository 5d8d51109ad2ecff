using System.Text.Json.Nodes;
using Gateway.Scenarios.Stage;
using Gateway.Testing;

namespace Gateway.Scenarios;

/// <summary>Channels configured by the environment names of the contract, as an operator sets them.</summary>
public sealed class ChannelTests
{
    private const string AnyError = """
        {
          "id": "any-error", "name": "Any error", "priority": "critical",
          "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 1 } ],
          "time_window": "5m", "actions": { "channels": ["slack_webhook", "pagerduty", "email"] }
        }
        """;

    [Fact]
    public async Task Channels_OfTheEnvironment_AreToldAndTheUnfinishedOneIsSkippedVisibly()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var slack = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var pagerDuty = await FakeUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 202;
            return Task.CompletedTask;
        });
        using var folder = new TemporaryFolder();
        folder.WriteRule("rules.json", AnyError);
        await using var gateway = await GatewayProcess.StartAsync(
            [.. GatewaySettings.In(folder), .. GatewaySettings.Providers(provider.Address), $"--Notifications:PagerDuty:Endpoint={pagerDuty.Address}", "--Notifications:PublicUrl=https://gateway.example.com"],
            ("SLACK_WEBHOOK_URL", $"{slack.Address}/services/T0/B0/key"),
            ("PAGERDUTY_INTEGRATION_KEY", new string('a', 32)),
            ("SMTP_SERVER", "smtp.example.com"));
        provider.Status = 500;
        await gateway.Client.ChatAsync();

        var alert = await gateway.Api.AlertAsync("any-error");
        var id = alert.Text("id");
        alert = await gateway.Api.AlertDetailAsync(id, seen => seen.All("deliveries").All(delivery => delivery.Text("status") != "pending"), "the deliveries' end");
        Assert.Equal(
            ["email skipped not configured: no recipient (to)", "pagerduty sent null", "slack sent null"],
            alert.All("deliveries").Select(delivery => $"{delivery.Text("channel")} {delivery.Text("status")} {delivery.Text("reason")}").Order());
        Assert.Equal("/services/T0/B0/key", slack.Last.Target);
        Assert.Contains($"https://gateway.example.com/admin/alerts/{id}", JsonNode.Parse(slack.Last.Body)!.ToJsonString(), StringComparison.Ordinal);

        await gateway.Api.PostAsync($"/api/alerts/history/{id}/resolve");
        await gateway.Api.AlertDetailAsync(id, seen => seen.All("deliveries").Count(delivery => delivery.Text("status") == "sent") == 4, "the end told");
        Assert.Equal(
            [("trigger", $"gateway-alert-{id}"), ("resolve", $"gateway-alert-{id}")],
            pagerDuty.Received.Select(request => JsonNode.Parse(request.Body)!).Select(told => (told["event_action"]!.GetValue<string>(), told["dedup_key"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Delete_OfAChannelWithWaitingMessages_SkipsThemWithTheReason()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var receiver = await FakeUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var gateway = await RunningGateway.StartAsync(provider.Address);
        await gateway.Api.PostAsync("/api/notifications/channels", JsonNode.Parse($$"""{ "type": "webhook", "name": "Ops", "config": { "url": "{{receiver.Address}}" } }"""));
        await gateway.Api.PostAsync("/api/alerts/rules", Telling("ops"));
        provider.Status = 500;
        await gateway.Client.ChatAsync();
        var id = (await gateway.Api.AlertAsync("any-error")).Text("id");
        await gateway.Api.AlertDetailAsync(id, seen => seen.All("deliveries").Any(delivery => delivery.Text("attempts") == "1"), "the first try");

        // A channel that a rule names is not deleted.
        await gateway.Api.PutAsync("/api/alerts/rules/any-error", Telling("in_app"));
        await gateway.Api.DeleteAsync("/api/notifications/channels/ops");
        await gateway.SkipAsync(TimeSpan.FromSeconds(10));

        var alert = await gateway.Api.AlertDetailAsync(id, seen => seen.All("deliveries").All(delivery => delivery.Text("status") != "pending"), "the deliveries' end");
        Assert.Equal("ops skipped not configured after 1", Assert.Single(alert.All("deliveries").Select(delivery => $"{delivery.Text("channel")} {delivery.Text("status")} {delivery.Text("reason")} after {delivery.Text("attempts")}")));
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task Channels_WithAWrongSetting_StopTheStartAndNameIt()
    {
        using var folder = new TemporaryFolder();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayProcess.StartAsync(GatewaySettings.In(folder), ("SLACK_WEBHOOK_URL", "hooks.slack.com/services/secretpart")));

        Assert.Contains("Notifications:Channels:slack:webhook_url (SLACK_WEBHOOK_URL): must be an https address", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secretpart", refusal.Message, StringComparison.Ordinal);
    }

    private static JsonNode Telling(string channel)
    {
        var rule = JsonNode.Parse(AnyError)!;
        rule["actions"]!["channels"] = new JsonArray(channel);
        return rule;
    }
}
