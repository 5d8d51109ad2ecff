using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>Rules whose world changes while they fire: the clock, the rule itself.</summary>
public class RuleChangeInFlightTests
{
    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Clock_SetByAnHour_MakesNoAlertAndEndsNone(int seconds)
    {
        using var waiting = new PipelineBench("""
            { "name": "Errors", "time_window": "10s", "for": "5s", "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 4 } ] }
            """);
        waiting.Call(CallOutcome.ServerError, 4);
        waiting.Pass(3);
        waiting.SetClock(TimeSpan.FromSeconds(seconds));
        waiting.Pass(2);
        Assert.Empty(waiting.Told());

        waiting.Pass(1);
        Assert.Equal([$"{waiting.Now:HH:mm:ss} opened"], waiting.Told());

        // Six seconds after the calls of a ten second window: four more.
        waiting.Pass(3);
        Assert.Empty(waiting.Told());
        waiting.Pass(1);
        Assert.Equal([$"{waiting.Now:HH:mm:ss} resolved"], waiting.Told());
    }

    [Fact]
    public void Rule_WithForRaisedWhileFiring_WaitsAgainAndLoweredFiresAtOnce()
    {
        const string Rule = """{ "name": "Errors", "time_window": "5m", "for": "5s", "cooldown": "1s", "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 4 } ] }""";
        using var before = new PipelineBench(Rule);
        before.Call(CallOutcome.ServerError, 4);
        before.Pass(6);
        Assert.Equal(["12:00:06 opened"], before.Told());

        using var raised = new PipelineBench(Rule.Replace("5s", "20s", StringComparison.Ordinal), before.Memory, before.Now);
        raised.Call(CallOutcome.ServerError, 4);
        raised.Pass(10);
        Assert.Equal(["12:00:07 resolved"], raised.Told());
        Assert.Equal(AlertPhase.Pending, raised.Memory.PhaseOf(raised.Rule.Id));

        using var lowered = new PipelineBench(Rule, raised.Memory, raised.Now);
        lowered.Call(CallOutcome.ServerError, 4);
        lowered.Pass(1);
        Assert.Equal(["12:00:17 opened"], lowered.Told());
    }

    [Fact]
    public void Rule_WithConditionsReordered_KeepsWhatItsRecoveryHolds()
    {
        const string Requests = """{ "metric": "total_requests", "operator": ">", "threshold": 10, "recovery": 4 }""";
        const string Errors = """{ "metric": "errors", "operator": ">=", "threshold": 0 }""";
        static string Rule(string first, string second) => $$"""{ "name": "Two", "time_window": "1h", "conditions": [ {{first}}, {{second}} ] }""";
        using var before = new PipelineBench(Rule(Requests, Errors));
        before.Call(count: 11);
        before.Pass(1);
        Assert.Equal(["12:00:01 opened"], before.Told());

        // Between recovery and threshold: held, wherever the condition now stands.
        using var after = new PipelineBench(Rule(Errors, Requests), before.Memory, before.Now);
        after.Call(count: 6);
        after.Pass(3);
        Assert.Empty(after.Told());
        Assert.Equal(AlertPhase.Firing, after.Memory.PhaseOf(after.Rule.Id));
    }
}
