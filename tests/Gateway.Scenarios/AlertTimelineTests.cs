using System.Text.Json.Nodes;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>The product, as a timeline: an application calls a model, the provider breaks, somebody is told, and it is over.</summary>
public sealed class AlertTimelineTests
{
    private const string Outage = """
        {
          "id": "outage", "name": "Provider outage",
          "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 50, "min_requests": 4 } ],
          "time_window": "5m", "cooldown": "1h", "priority": "critical",
          "actions": { "channels": ["ops", "in_app", "pagerduty"] }
        }
        """;

    [Fact]
    public async Task Outage_FromTheFirstCallToItsEnd_IsSeenToldHandledAndOver()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Outage, [ops]);

        // 12:00  An application calls a model, once for a document and once for a stream. It gets what the provider said.
        var document = await gateway.Client.ChatAsync(usage: "1200,340");
        var stream = await gateway.Client.ChatAsync(stream: true, usage: "800,60");
        Assert.Contains("Good morning", document.Text);
        Assert.EndsWith("data: [DONE]\n\n", stream.Text);
        Assert.DoesNotContain("prompt_tokens", stream.Text);

        //        Both are in the log, with what they used and what that costs: $2 and $10 per million tokens.
        var call = await gateway.Api.CallAsync(document.CallId);
        Assert.Equal(("openai", "openai-chat", "chat", "success"), (call.Text("provider"), call.Text("dialect"), call.Text("operation"), call.Text("outcome")));
        Assert.Equal(("gpt-5.4", "gpt-5.4-2026-03-05", "sk-…9fQ2"), (call.Text("request_model"), call.Text("response_model"), call.Text("api_key")));
        Assert.Equal((1200, 340, "provider"), (call.Whole("tokens.input"), call.Whole("tokens.output"), call.Text("tokens.source")));
        Assert.Equal((0.0058m, "priced"), (call.Money("cost_usd"), call.Text("price_status")));
        call = await gateway.Api.CallAsync(stream.CallId);
        Assert.Equal(("true", 800, 60, 0.0022m), (call.Text("streaming"), call.Whole("tokens.input"), call.Whole("tokens.output"), call.Money("cost_usd")));

        // 12:00  The provider breaks. Applications get its errors as they are; the rule fires.
        provider.Status = 500;
        Assert.Equal(500, (await gateway.Client.ChatAsync()).Status);
        Assert.Equal(500, (await gateway.Client.ChatAsync()).Status);
        var alert = await gateway.Api.AlertAsync("outage");
        Assert.Equal(("open", "critical", "Provider outage"), (alert.Text("status"), alert.Text("severity"), alert.Text("rule_name")));
        Assert.Equal("error rate is 50 % (at least 50 %)", alert.Text("description"));
        var id = alert.Text("id");

        //        Operations are told, with a signature; the channel that nobody has set up is skipped, and says so.
        var opened = await ops.MessageAsync("alert.opened");
        Assert.True(opened.IsSigned);
        Assert.Equal((id, "open"), (opened.Alert.Text("id"), opened.Alert.Text("status")));
        alert = await AllToldAsync(id);
        Assert.Equal(
            ["in_app sent null", "ops sent null", "pagerduty skipped not configured"],
            alert.All("deliveries").Select(delivery => $"{delivery.Text("channel")} {delivery.Text("status")} {delivery.Text("reason")}").Order());

        // 12:00  Somebody takes it on, and mends it.
        alert = await gateway.Api.PostAsync($"/api/alerts/history/{id}/ack", new { note = "calling the provider" });
        Assert.Equal(("acknowledged", "scenario"), (alert.Text("status"), alert.Text("acknowledged_by")));
        Assert.Equal("acknowledged", (await ops.MessageAsync("alert.acknowledged")).Alert.Text("status"));
        alert = await gateway.Api.PostAsync($"/api/alerts/history/{id}/resolve", new { notes = "they rolled back" });
        Assert.Equal(("resolved", "scenario"), (alert.Text("status"), alert.Text("resolved_by")));
        Assert.Equal("they rolled back", (await gateway.Api.AlertDetailAsync(id)).Text("notes.1.text"));
        Assert.Equal("resolved", (await ops.MessageAsync("alert.resolved")).Alert.Text("status"));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, await gateway.Api.TryPostAsync($"/api/alerts/history/{id}/ack"));

        // A clock that jumps while a message is on its way makes it late, and it is sent again.
        await AllToldAsync(id);

        // 12:10  Five quiet minutes have passed; the provider breaks again, within the hour: counted, nobody is disturbed.
        await gateway.SkipAsync(TimeSpan.FromMinutes(10));
        await gateway.Client.ChatsAsync(4);
        await Eventually.TrueAsync(async () => await gateway.SuppressedAsync("outage") == 1, "the suppressed firing");
        Assert.Empty(await gateway.Api.ActiveAlertsAsync());

        // 13:10  And again after the hour: a new alert.
        await gateway.SkipAsync(TimeSpan.FromMinutes(10));
        await gateway.SkipAsync(TimeSpan.FromMinutes(50));
        await gateway.Client.ChatsAsync(4);
        var second = await gateway.Api.AlertAsync("outage");
        Assert.NotEqual(id, second.Text("id"));
        await AllToldAsync(second.Text("id"));

        // 13:20  The window empties: it resolves by itself, and operations hear of that too.
        await gateway.SkipAsync(TimeSpan.FromMinutes(10));
        second = await gateway.Api.AlertDetailAsync(second.Text("id"), seen => seen.Text("status") == "resolved", "the end by itself");
        Assert.Equal("gateway", second.Text("resolved_by"));
        var told = await ops.TriesAsync(5);
        Assert.Equal(
            ["alert.opened", "alert.acknowledged", "alert.resolved", "alert.opened", "alert.resolved"],
            told.Select(message => message.Type));
        Assert.Equal(5, told.Select(message => message.Id).Distinct().Count());
        Assert.All(told, message => Assert.True(message.IsSigned));
        Assert.Equal(2, (await gateway.Api.HistoryAsync()).Count);

        Task<JsonNode> AllToldAsync(string alert) => gateway.Api.AlertDetailAsync(
            alert, seen => seen.All("deliveries").All(delivery => delivery.Text("status") != "pending"), "all deliveries decided");
    }
}
