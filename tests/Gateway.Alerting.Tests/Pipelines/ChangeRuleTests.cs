using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>Rules on how a metric changes.</summary>
public class ChangeRuleTests
{
    [Fact]
    public void ChangeRule_AgainstThePreviousWindow_FiresOnTheRiseAndNotWithoutABaseline()
    {
        using var bench = new PipelineBench("""
            { "name": "Surge", "time_window": "10s", "conditions": [ { "metric": "total_requests", "operator": "change>", "threshold": 50 } ] }
            """);
        bench.Call(count: 4);
        bench.Pass(5);
        Assert.Equal("no baseline", bench.Rule.Evaluate(bench.Windows, default, bench.Now, default).Conditions[0].Reason);

        bench.Pass(7);
        bench.Call(count: 6);
        bench.Pass(1);
        Assert.Empty(bench.Told());

        bench.Call();
        bench.Pass(1);
        Assert.Equal(["12:00:14 opened"], bench.Told());
        Assert.Equal(75, bench.Transitions[^1].Evaluation.Conditions[0].Actual);
    }

    [Theory]
    [InlineData("same_time_yesterday", 1)]
    [InlineData("same_time_last_week", 7)]
    public void ChangeRule_AgainstAnEarlierDay_ComparesWithTheSameTimeOfThatDay(string baseline, int daysAgo)
    {
        using var bench = new PipelineBench($$"""
            { "name": "Drop", "time_window": "5m", "conditions": [ { "metric": "p50_latency", "operator": "change<", "threshold": -40, "compare_to": "{{baseline}}", "min_requests": 3 } ] }
            """);
        for (var call = 0; call < 3; call++)
        {
            bench.Publish(Some.Call(Some.Noon.AddDays(-daysAgo).AddSeconds(-60), latencyMs: 1000));
            bench.Publish(Some.Call(Some.Noon.AddDays(-daysAgo).AddMinutes(-30), latencyMs: 9000));
        }

        bench.Publish(Some.Call(Some.Noon, latencyMs: 500));
        bench.Publish(Some.Call(Some.Noon, latencyMs: 500));
        bench.Pass(1);
        Assert.Equal("2 of 3 requests", bench.Rule.Evaluate(bench.Windows, default, bench.Now, default).Conditions[0].Reason);

        bench.Publish(Some.Call(Some.Noon, latencyMs: 500));
        bench.Pass(1);
        Assert.Equal(["12:00:02 opened"], bench.Told());
    }

    [Fact]
    public void ChangeRule_WithTooFewCallsInTheBaseline_SaysSo()
    {
        using var bench = new PipelineBench("""
            { "name": "Surge", "time_window": "10s", "conditions": [ { "metric": "total_requests", "operator": "change>", "threshold": 50, "min_requests": 5 } ] }
            """);
        bench.Call(count: 2);
        bench.Pass(12);
        bench.Call(count: 50);
        bench.Pass(1);

        Assert.Empty(bench.Told());
        Assert.Equal("2 of 5 requests in the baseline", bench.Rule.Evaluate(bench.Windows, default, bench.Now, default).Conditions[0].Reason);
    }

    [Fact]
    public void BudgetRule_AsTheFieldWritesIt_FiresOnCostAndChange()
    {
        using var bench = new PipelineBench("""
            { "name": "Budget Spike Alert",
              "logic": { "type": "AND", "conditions": [
                { "metric": "daily_cost", "operator": ">", "threshold": 500 },
                { "metric": "cost_change_percent", "operator": ">", "threshold": 20 } ] },
              "time_window": 30, "cooldown": 60, "priority": "high",
              "actions": { "channels": ["email", "slack_webhook"] } }
            """);
        bench.Call(cost: 501);
        bench.Pass(1);
        Assert.Empty(bench.Told());
        Assert.Equal("no baseline", bench.Rule.Evaluate(bench.Windows, default, bench.Now, default).Conditions[1].Reason);

        bench.Publish(Some.Call(Some.Noon.AddDays(-1).AddHours(-1), costUsd: 417));
        bench.Pass(1);
        Assert.Equal(["12:00:02 opened"], bench.Told());
    }
}
