using System.Text.Json.Nodes;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>Rules are made and changed over HTTP while the gateway runs.</summary>
public sealed class ApiRuleTests
{
    [Fact]
    public async Task Rule_MadeInTheApi_FiresIsSwitchedOffAndSurvivesARestart()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Rule("filed", threshold: 1_000));
        await gateway.Client.ChatAsync();
        await gateway.Api.CallsAsync(1);

        // Made: it acts, also on the call from before.
        await gateway.Api.PostAsync("/api/alerts/rules", JsonNode.Parse(Rule("keen", threshold: 1)));
        var alert = await gateway.Api.AlertAsync("keen");
        var rule = await gateway.Api.GetAsync("/api/alerts/rules/keen");
        Assert.Equal(("firing", 1), (rule.Text("state"), rule.Whole("trigger_count")));

        // Switched off: its alert ends.
        await gateway.Api.PostAsync("/api/alerts/rules/keen/toggle");
        alert = await gateway.Api.AlertDetailAsync(alert.Text("id"), seen => seen.Text("status") == "resolved", "the end of the switched-off rule's alert");
        Assert.Equal("its rule was switched off", alert.All("timeline").Last(line => line.Text("kind") == "resolved").Text("text"));

        // Started again: it is still there, and still off.
        await gateway.RestartAsync();
        Assert.False((await gateway.Api.GetAsync("/api/alerts/rules/keen")).At("is_active")!.GetValue<bool>());
        await gateway.SkipAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(await gateway.Api.ActiveAlertsAsync());

        // Switched on again.
        await gateway.Api.PostAsync("/api/alerts/rules/keen/toggle");
        await gateway.Api.AlertAsync("keen");
        Assert.Equal(3, (await gateway.Api.GetAsync("/api/alerts/rules/keen/versions")).At("total")!.GetValue<int>());
    }

    [Fact]
    public async Task Rule_OfTheApiThatIsGone_EndsItsAlertsAlsoBesideAWrongFile()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Rule("filed", threshold: 1));
        await gateway.Api.PostAsync("/api/alerts/rules", JsonNode.Parse(Rule("deleted", threshold: 1)));
        await gateway.Api.PostAsync("/api/alerts/rules", JsonNode.Parse(Rule("switched-off", threshold: 1)));
        await gateway.Client.ChatAsync();
        string[] alerts = [.. await Task.WhenAll(new[] { "filed", "deleted", "switched-off" }.Select(async rule => (await gateway.Api.AlertAsync(rule)).Text("id")))];

        gateway.Folder.WriteRule("rules.json", "{");
        await gateway.RestartAsync();
        await gateway.Api.DeleteAsync("/api/alerts/rules/deleted");
        await gateway.Api.PostAsync("/api/alerts/rules/switched-off/toggle");

        Assert.Equal("its rule was removed", await EndOfAsync(gateway, alerts[1]));
        Assert.Equal("its rule was switched off", await EndOfAsync(gateway, alerts[2]));
        Assert.Equal("open", (await gateway.Api.AlertDetailAsync(alerts[0])).Text("status"));
    }

    private static async Task<string> EndOfAsync(RunningGateway gateway, string alert) =>
        (await gateway.Api.AlertDetailAsync(alert, seen => seen.Text("status") == "resolved", "the alert's end")).All("timeline").Last(line => line.Text("kind") == "resolved").Text("text");

    private static string Rule(string id, int threshold) =>
        $$"""{ "id": "{{id}}", "name": "{{id}}", "conditions": [ { "metric": "total_requests", "operator": ">=", "threshold": {{threshold}} } ], "time_window": "30m", "cooldown": "1m" }""";
}
