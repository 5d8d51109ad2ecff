using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>Rules with an alert and a clock for each group.</summary>
public class RuleGroupTests
{
    [Fact]
    public void Rule_GroupedByModel_GivesEachGroupItsOwnAlertAndClock()
    {
        using var bench = new PipelineBench("""
            { "name": "Per model", "time_window": "10s", "group_by": ["model"],
              "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 2 } ] }
            """);
        bench.Call(CallOutcome.ServerError, 2, model: "a");
        bench.Pass(3);
        bench.Call(CallOutcome.ServerError, 2, model: "b");
        bench.Pass(20);

        Assert.Equal(["12:00:01 opened a", "12:00:04 opened b", "12:00:10 resolved a", "12:00:13 resolved b"], bench.Told());
    }

    [Fact]
    public void SilentGroup_IsRememberedForItsAlertAndForgottenAfterADay()
    {
        using var bench = new PipelineBench("""
            { "name": "Silence", "group_by": ["model"], "cooldown": "1m", "conditions": [ { "metric": "seconds_since_last_request", "operator": ">", "threshold": 60 } ] }
            """);
        bench.Call(model: "a");
        bench.Pass(120);
        Assert.Equal(["12:01:01 opened a"], bench.Told());

        bench.Publish(Some.Call(bench.Now, model: "a"));
        bench.Pass(1);
        Assert.Equal(["12:02:01 resolved a"], bench.Told());

        bench.Leap(TimeSpan.FromHours(23));
        Assert.Equal(["11:02:01 opened a"], bench.Told());
        bench.Leap(TimeSpan.FromHours(2));
        Assert.Equal(["13:02:01 resolved a"], bench.Told());
        Assert.Empty(bench.Windows.GroupsOf(bench.Rule.Populations[0]));
    }

    [Fact]
    public void Rule_MoreGroupsThanThereIsRoomFor_JudgesTheRestAsOne()
    {
        using var bench = new PipelineBench("""
            { "name": "Per user", "time_window": "10s", "group_by": ["user"], "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 5 } ] }
            """);
        for (var user = 0; user < 1_005; user++)
        {
            bench.Publish(Some.Call(bench.Now, CallOutcome.ServerError, user: $"user-{user}"));
        }

        bench.Pass(1);
        Assert.Equal(["12:00:01 opened other"], bench.Told());
        Assert.Equal(bench.Rule.Populations, bench.Windows.Folding);

        bench.Pass(12);
        Assert.Equal(["12:00:10 resolved other"], bench.Told());
        Assert.Empty(bench.Windows.Folding);
    }

    [Fact]
    public void Group_ThatIsReallyCalledOther_IsOneOfItsOwn()
    {
        using var bench = new PipelineBench("""
            { "name": "Per user", "time_window": "10s", "group_by": ["user"], "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 1 } ] }
            """);
        bench.Publish(Some.Call(bench.Now, CallOutcome.ServerError, user: "other"));
        bench.Pass(1);

        Assert.Equal(["12:00:01 opened other"], bench.Told());
        Assert.Empty(bench.Windows.Folding);
    }
}
