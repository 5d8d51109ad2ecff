using System.Text.Json.Nodes;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>The field's common example: a budget that is passed while spending grows.</summary>
public sealed class BudgetTests
{
    /// <summary>Word for word as in the documentation, without its extras.</summary>
    private const string BudgetSpike = """
        {
          "name": "Budget Spike Alert",
          "logic": {
            "type": "AND",
            "conditions": [
              { "metric": "daily_cost", "operator": ">", "threshold": 500 },
              { "metric": "cost_change_percent", "operator": ">", "threshold": 20 }
            ]
          },
          "time_window": 30, "cooldown": 60,
          "priority": "high",
          "actions": { "channels": ["email", "slack_webhook"] }
        }
        """;

    private const string EitherOf = """
        {
          "id": "either", "name": "Either",
          "logic": { "type": "OR", "conditions": [
            { "metric": "daily_cost", "operator": ">", "threshold": 500 },
            { "metric": "cost_change_percent", "operator": ">", "threshold": 20 } ] },
          "actions": { "channels": ["in_app"] }
        }
        """;

    [Fact]
    public async Task BudgetSpike_WithYesterdayImportedAndTodaySpent_Fires()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, BudgetSpike);

        // Yesterday until noon $400 were spent, and another $300 later; all of it was metered elsewhere.
        var yesterday = gateway.Time.GetUtcNow().AddDays(-1);
        JsonObject[] history =
        [
            .. Enumerable.Range(1, 4).Select(hour => Spent(yesterday.AddHours(-hour), 100m)),
            .. Enumerable.Range(1, 3).Select(hour => Spent(yesterday.AddHours(hour), 100m)),
        ];
        Assert.Equal(7, (await gateway.Api.ImportAsync(history)).Whole("imported"));
        Assert.Equal(7, (await gateway.Api.ImportAsync(history)).Whole("skipped"));

        // Today $450 so far: an eighth more than yesterday, within the budget.
        await gateway.Client.ChatAsync(usage: "225000000,0");
        await gateway.Api.CallsAsync(8);
        await gateway.JudgeAsync();
        Assert.Empty(await gateway.Api.ActiveAlertsAsync());

        // Then $150 more.
        await gateway.Client.ChatAsync(usage: "75000000,0");
        var alert = await gateway.Api.AlertAsync("budget-spike-alert");
        Assert.Equal("cost of the day is $600 (over $500) and change of the day's cost against yesterday at the same time is 50 % (over 20 %)", alert.Text("description"));
        Assert.Equal("high", alert.Text("severity"));
        Assert.Equal((600.0, 50.0), (alert.At("conditions.0.actual")!.GetValue<double>(), alert.At("conditions.1.actual")!.GetValue<double>()));

        // Neither mail nor Slack is set up: that is recorded, nothing breaks.
        alert = await gateway.Api.AlertDetailAsync(alert.Text("id"));
        Assert.Equal(
            ["email skipped not configured", "slack skipped not configured"],
            alert.All("deliveries").Select(delivery => $"{delivery.Text("channel")} {delivery.Text("status")} {delivery.Text("reason")}").Order());
    }

    [Fact]
    public async Task BudgetSpike_WithoutYesterday_DoesNotFireAndSaysWhy()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, $"[{BudgetSpike}, {EitherOf}]");

        await gateway.Client.ChatAsync(usage: "300000000,0");
        var either = await gateway.Api.AlertAsync("either");
        await gateway.JudgeAsync();

        // The rule with OR was opened by the budget alone; its other condition shows what there was to compare with: nothing.
        Assert.Equal("either", Assert.Single(await gateway.Api.ActiveAlertsAsync()).Text("rule_id"));
        Assert.Equal(("False", "null"), (either.At("conditions.1.met")!.GetValue<bool>().ToString(), either.Text("conditions.1.actual")));
        Assert.Contains("no baseline", either.Text("conditions.1.reason"));
    }

    /// <summary>A call as another meter might have recorded it: its cost, and little else.</summary>
    private static JsonObject Spent(DateTimeOffset at, decimal dollars) => new()
    {
        ["id"] = $"history-{at:yyyyMMddHHmm}",
        ["started_at"] = at.ToString("O"),
        ["provider"] = "openai",
        ["request_model"] = "gpt-5.4",
        ["cost_usd"] = dollars,
    };
}
