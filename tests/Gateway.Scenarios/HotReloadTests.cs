using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>Rule files are edited while the gateway runs.</summary>
public sealed class HotReloadTests
{
    [Fact]
    public async Task RuleFile_EditedBrokenAndMended_ActsKeepsTheLastGoodRulesAndActsAgain()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Rule("patient", threshold: 100));
        await gateway.Client.ChatsAsync(3);
        await gateway.Api.CallsAsync(3);
        await gateway.JudgeAsync();
        Assert.Empty(await gateway.Api.ActiveAlertsAsync());

        // Edited: the new rule acts, also on the calls from before the edit.
        gateway.Folder.WriteRule("rules.json", $"[{Rule("patient", threshold: 100)}, {Rule("keen", threshold: 3)}]");
        await gateway.Api.AlertAsync("keen");

        // Broken: health says where, and the rules that were there stay in force.
        gateway.Folder.WriteRule("rules.json", $"[{Rule("patient", threshold: 100)},\n {Rule("keen", threshold: 3)},\n {{ \"id\": \"new\", \"name\": \"New\", \"conditions\": [ {{ \"metric\": \"eror_rate\", \"operator\": \">\", \"threshold\": 1 }} ] }}]");
        var health = await gateway.Api.HealthAsync("rules", part => part.Text("state") == "degraded");
        Assert.Matches(@"rules\.json:3:\d+: .*eror_rate.*the last good 2 rules stay in force", health.Text("words"));
        var keen = Assert.Single(await gateway.Api.ActiveAlertsAsync());
        await gateway.SkipAsync(TimeSpan.FromMinutes(10));
        await gateway.Api.AlertDetailAsync(keen.Text("id"), seen => seen.Text("status") == "resolved", "the end by the old rule");

        // Mended.
        gateway.Folder.WriteRule("rules.json", $"[{Rule("new", threshold: 1)}]");
        await gateway.Api.HealthAsync("rules", part => part.Text("state") == "healthy");
        await gateway.Client.ChatAsync();
        await gateway.Api.AlertAsync("new");
    }

    [Fact]
    public async Task Rule_RemovedWhileItFires_TakesItsAlertAlong()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Rule("keen", threshold: 1));
        await gateway.Client.ChatAsync();
        var alert = await gateway.Api.AlertAsync("keen");

        gateway.Folder.WriteRule("rules.json", $"[{Rule("other", threshold: 100)}]");

        alert = await gateway.Api.AlertDetailAsync(alert.Text("id"), seen => seen.Text("status") == "resolved", "the end of the removed rule's alert");
        Assert.Equal("gateway", alert.Text("resolved_by"));
        Assert.Equal("its rule was removed", alert.All("timeline").Last(line => line.Text("kind") == "resolved").Text("text"));
    }

    private static string Rule(string id, int threshold) =>
        $$"""{ "id": "{{id}}", "name": "{{id}}", "conditions": [ { "metric": "total_requests", "operator": ">=", "threshold": {{threshold}} } ], "time_window": "5m", "cooldown": "1m" }""";
}
