using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>Rules as timelines: what happened when, and what the world was told when.</summary>
public class AlertPipelineTests
{
    private const string ErrorRate = """
        { "name": "Errors", "time_window": "10s", "cooldown": "30s",
          "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 50, "min_requests": 4 } ] }
        """;

    [Fact]
    public void Rule_Breached_OpensAtTheNextTickAndResolvesWhenTheWindowHasMovedOn()
    {
        using var bench = new PipelineBench(ErrorRate);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(1);
        Assert.Equal(["12:00:01 opened"], bench.Told());

        bench.Pass(30);
        Assert.Equal(["12:00:10 resolved"], bench.Told());
    }

    [Fact]
    public void Rule_BelowMinRequests_IsNotMetAndSaysSo()
    {
        using var bench = new PipelineBench(ErrorRate);
        bench.Call(CallOutcome.ServerError, 3);
        bench.Pass(1);

        Assert.Empty(bench.Told());
        var evaluation = bench.Rule.Evaluate(bench.Windows, default, bench.Now, default);
        Assert.Equal("3 of 4 requests", evaluation.Conditions[0].Reason);
    }

    [Fact]
    public void Rule_FiringAgainWithinCooldown_IsCountedAndOpensNothing()
    {
        using var bench = new PipelineBench(ErrorRate);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(12);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(12);

        Assert.Equal(["12:00:01 opened", "12:00:10 resolved", "12:00:13 suppressed"], bench.Told());
    }

    [Fact]
    public void Rule_FiringThatOutlastsTheCooldown_OpensWhenItHasPassed()
    {
        using var bench = new PipelineBench(ErrorRate);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(12);
        for (var second = 0; second < 30; second++)
        {
            bench.Call(CallOutcome.ServerError, 4);
            bench.Pass(1);
        }

        Assert.Equal(["12:00:01 opened", "12:00:10 resolved", "12:00:13 suppressed", "12:00:31 opened"], bench.Told());
    }

    [Fact]
    public void Rule_WithFor_FiresOnlyWhenItHasHeldThatLong()
    {
        using var bench = new PipelineBench(ErrorRate.Replace("\"cooldown\"", "\"for\": \"5s\", \"cooldown\"", StringComparison.Ordinal));
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(5);
        Assert.Empty(bench.Told());

        bench.Pass(1);
        Assert.Equal(["12:00:06 opened"], bench.Told());
    }

    [Fact]
    public void Rule_PendingThatClears_TellsNobody()
    {
        using var bench = new PipelineBench(ErrorRate.Replace("\"cooldown\"", "\"for\": \"20s\", \"cooldown\"", StringComparison.Ordinal));
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(40);

        Assert.Empty(bench.Told());
        Assert.Equal(AlertPhase.Normal, bench.Memory.PhaseOf(bench.Rule.Id));
    }

    [Fact]
    public void Rule_WithKeepFiringFor_ResolvesLaterAndNotAtAllWhenItComesBack()
    {
        using var bench = new PipelineBench(ErrorRate.Replace("\"cooldown\"", "\"keep_firing_for\": \"15s\", \"cooldown\"", StringComparison.Ordinal));
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(20);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(40);

        Assert.Equal(["12:00:01 opened", "12:00:45 resolved"], bench.Told());
    }

    [Fact]
    public void Rule_WithRepeatInterval_RepeatsWhileItFires()
    {
        using var bench = new PipelineBench("""
            { "name": "Any call", "time_window": "5m", "repeat_interval": "2m", "conditions": [ { "metric": "total_requests", "operator": ">", "value": 0 } ] }
            """);
        bench.Call();
        bench.Pass(360);

        Assert.Equal(["12:00:01 opened", "12:02:01 repeated", "12:04:01 repeated", "12:05:00 resolved"], bench.Told());
    }

    [Fact]
    public void Rule_WithRecovery_ClearsOnlyPastIt()
    {
        using var bench = new PipelineBench("""
            { "name": "Requests", "time_window": "10s", "conditions": [ { "metric": "total_requests", "operator": ">", "threshold": 10, "recovery": 4 } ] }
            """);
        bench.Call(count: 6);
        bench.Pass(3);
        bench.Call(count: 5);
        bench.Pass(20);

        // At 12:00:10 six have left and five remain: under the threshold, over the recovery value.
        Assert.Equal(["12:00:04 opened", "12:00:13 resolved"], bench.Told());
    }

    [Fact]
    public void Rule_NestedLogic_HoldsAsWritten()
    {
        using var bench = new PipelineBench("""
            { "name": "Nested", "time_window": "10s", "logic": { "type": "AND", "conditions": [
                { "metric": "total_requests", "operator": ">", "threshold": 1 },
                { "type": "OR", "conditions": [
                    { "metric": "errors", "operator": ">", "threshold": 5 },
                    { "type": "NOT", "conditions": [ { "metric": "total_cost", "operator": "<", "threshold": 1 } ] } ] } ] } }
            """);
        bench.Call(count: 2);
        bench.Pass(2);
        Assert.Empty(bench.Told());

        bench.Call(cost: 2);
        bench.Pass(1);
        Assert.Equal(["12:00:03 opened"], bench.Told());
    }

    [Fact]
    public void Pipeline_StartedAnewFromItsMemory_NeitherRepeatsNorForgets()
    {
        using var before = new PipelineBench(ErrorRate);
        before.Call(CallOutcome.ServerError, 4);
        before.Pass(5);
        Assert.Equal(["12:00:01 opened"], before.Told());

        // The windows of the restarted engine are empty here: the firing ends, and the cooldown still runs.
        using var after = new PipelineBench(ErrorRate, before.Memory, Some.Noon.AddSeconds(8));
        after.Pass(2);
        after.Call(CallOutcome.ServerError, 4);
        after.Pass(2);

        Assert.Equal(["12:00:09 resolved", "12:00:11 suppressed"], after.Told());
    }

    [Fact]
    public void Rule_NoCallsWithNoDataAlert_Fires()
    {
        using var bench = new PipelineBench("""
            { "name": "Silence", "time_window": "10s", "no_data": "alert", "conditions": [ { "metric": "error_rate", "operator": ">", "threshold": 99 } ] }
            """);
        bench.Call();
        bench.Pass(15);

        Assert.Equal(["12:00:10 opened"], bench.Told());
    }

    [Fact]
    public void HangingCall_RaisesItsAgeWhileItHangs()
    {
        using var bench = new PipelineBench("""
            { "name": "Hanging", "group_by": ["provider"], "conditions": [ { "metric": "oldest_in_flight", "operator": ">", "threshold": 120, "filter": { "model": "gpt-*" } } ] }
            """);
        bench.Run(new InFlightCall(Some.Call(Some.Noon), TimeSpan.FromSeconds(120)), new InFlightCall(Some.Call(Some.Noon, model: "claude"), TimeSpan.FromSeconds(500)));
        bench.Pass(1);
        Assert.Empty(bench.Told());

        bench.Run(new InFlightCall(Some.Call(Some.Noon), TimeSpan.FromSeconds(121)));
        bench.Pass(1);
        Assert.Equal(["12:00:02 opened openai"], bench.Told());

        bench.Run();
        bench.Pass(1);
        Assert.Equal(["12:00:03 resolved openai"], bench.Told());
    }

    [Fact]
    public void Rule_AtRestAfterItsCooldown_LeavesNothingBehind()
    {
        using var bench = new PipelineBench(ErrorRate);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(29);
        Assert.False(bench.Memory.Of(bench.Rule.Id).IsEmpty);

        bench.Pass(30);
        Assert.True(bench.Memory.Of(bench.Rule.Id).IsEmpty);
        Assert.Equal(AlertState.Normal, bench.Transitions[^1].State);
    }

    [Fact]
    public void Rule_ChangingFourTimesInTwentyTicks_IsFlaggedOnce()
    {
        using var bench = new PipelineBench("""
            { "name": "Nervous", "time_window": "2s", "cooldown": 0, "conditions": [ { "metric": "errors", "operator": ">", "threshold": 0 } ] }
            """);
        for (var turn = 0; turn < 4; turn++)
        {
            bench.Call(CallOutcome.ServerError);
            bench.Pass(4);
        }

        Assert.Equal(1, bench.Transitions.Count(transition => transition.BeganFlapping));
        Assert.True(bench.Memory.Of(bench.Rule.Id).IsFlapping);

        bench.Pass(25);
        Assert.False(bench.Memory.Of(bench.Rule.Id).IsFlapping);
    }

    [Fact]
    public void Rule_WithForShorterThanATick_FiresAtTheSecondTickAndNotBetween()
    {
        using var bench = new PipelineBench("""
            { "name": "Errors", "time_window": "5m", "for": "1s", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 0 } ] }
            """);
        bench.Call(CallOutcome.ServerError);
        bench.Leap(TimeSpan.FromSeconds(10));
        Assert.Empty(bench.Told());

        bench.Leap(TimeSpan.FromSeconds(10));
        Assert.Equal(["12:00:20 opened"], bench.Told());
    }

    [Theory]
    [InlineData("ok", "12:00:10 resolved")]
    [InlineData("keep_last", "")]
    [InlineData("alert", "")]
    public void Rule_WhoseCallsStopWhileItFires_DoesWhatItsNoDataPolicySays(string policy, string told)
    {
        using var bench = new PipelineBench($$"""
            { "name": "Errors", "time_window": "10s", "no_data": "{{policy}}", "conditions": [ { "metric": "error_rate", "operator": ">", "threshold": 50 } ] }
            """);
        bench.Call(CallOutcome.ServerError);
        bench.Pass(1);
        Assert.Equal(["12:00:01 opened"], bench.Told());

        bench.Pass(60);
        Assert.Equal(told, string.Join(", ", bench.Told()));
    }

    [Fact]
    public void Rule_AnotherConditionMetLater_KeepsThePeakOfTheOneThatLed()
    {
        using var bench = new PipelineBench("""
            { "name": "Either", "time_window": "5m", "logic": { "type": "OR", "conditions": [
                { "metric": "errors", "operator": ">", "threshold": 3 }, { "metric": "total_requests", "operator": ">", "threshold": 5 } ] } }
            """);
        bench.Call(count: 6);
        bench.Pass(1);
        bench.Call(CallOutcome.ServerError, 4);
        bench.Pass(1);

        Assert.Equal(10, bench.Transitions[^1].State.Peak);
    }

    [Fact]
    public void Rule_WorseWhileItFires_IsRepeatedWithItsPresentNumbers()
    {
        using var bench = new PipelineBench("""
            { "name": "Errors", "time_window": "5m", "repeat_interval": "1m", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 0 } ] }
            """);
        bench.Call(CallOutcome.ServerError);
        bench.Pass(30);
        bench.Call(CallOutcome.ServerError, 8);
        bench.Pass(32);

        Assert.Equal(["12:00:01 opened", "12:01:01 repeated"], bench.Told());
        var repeated = bench.Transitions.Single(transition => transition.Kind == AlertTransitionKind.Repeated);
        Assert.Equal((9, 9), (repeated.Evaluation.Leading?.Actual, repeated.State.Peak));
    }
}
