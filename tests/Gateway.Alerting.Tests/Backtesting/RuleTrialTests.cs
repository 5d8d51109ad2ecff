using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Tests.Storage;
using Gateway.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>A rule on the data of the moment.</summary>
public class RuleTrialTests
{
    [Fact]
    public async Task Trial_OfRuleThatHolds_SaysSoWithEveryNumber()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Some.Call(Some.Noon.AddMinutes(-1), CallOutcome.ServerError), Some.Call(Some.Noon.AddMinutes(-2)), Some.Call(Some.Noon.AddMinutes(-9)));

        var result = await Try(stored, """{ "name": "n", "conditions": [ { "metric": "error_rate", "operator": ">", "threshold": 40 }, { "metric": "errors", "operator": "<", "threshold": 5 } ] }""");

        Assert.True(result.Triggered);
        Assert.Equal(Some.Noon, result.EvaluatedAt);
        Assert.Equal("Alert when error rate over 5 min is over 40 % and number of errors over 5 min is under 5.", result.Sentence);
        Assert.Equal([(50.0, 2L, true), (1.0, 2L, true)], result.Tree.Leaves().Select(reading => (reading.Actual!.Value, reading.Requests, reading.Met)));
        Assert.Empty(result.Groups);
    }

    [Fact]
    public async Task Trial_OfGroupedRule_ListsTheWorstGroupFirst()
    {
        await using var stored = new TestDatabase();
        await Store(stored, [.. Calls("good", 1), .. Calls("worst", 9), .. Calls("bad", 5)]);

        var result = await Try(stored, """{ "name": "n", "group_by": ["model"], "conditions": [ { "metric": "total_requests", "operator": ">=", "threshold": 5 } ] }""");

        Assert.Equal([("worst", true), ("bad", true), ("good", false)], result.Groups.Select(group => (group.Group["model"], group.Met)));
        Assert.Equal(9, result.Tree.Leaves().Single().Actual);
        Assert.Equal(3, result.GroupCount);
    }

    /// <summary>A tenth of a cent that has grown tenfold is farther from a budget than what has nearly used it up.</summary>
    [Theory]
    [InlineData("AND", "dear")]
    [InlineData("OR", "cheap")]
    public async Task Trial_OfGroupsThatDoNotHold_ListsTheNearestToFiringFirst(string logic, string first)
    {
        await using var stored = new TestDatabase();
        await Store(stored, [.. Calls("dear", 20), .. Failing("dear", 20), .. Failing("cheap", 4)]);

        var result = await Try(stored, $$"""
            { "name": "n", "group_by": ["model"], "logic": { "type": "{{logic}}", "conditions": [
              { "metric": "total_requests", "operator": ">", "threshold": 50 }, { "metric": "error_rate", "operator": ">", "threshold": 100 } ] } }
            """);

        Assert.False(result.Triggered);
        Assert.Equal(first, result.Groups[0].Group["model"]);
    }

    [Fact]
    public async Task Trial_WithoutAnyCall_ShowsThatThereIsNothing()
    {
        await using var stored = new TestDatabase();

        var result = await Try(stored, """{ "name": "n", "group_by": ["model"], "conditions": [ { "metric": "error_rate", "operator": ">", "threshold": 5 } ] }""");

        Assert.False(result.Triggered);
        Assert.Equal("no calls in the window", result.Tree.Leaves().Single().Reason);
        Assert.Equal(0, result.GroupCount);
    }

    [Fact]
    public async Task Trial_OfRuleInForce_GoesOnFromItsState()
    {
        await using var stored = new TestDatabase();
        const string rule = """{ "name": "n", "no_data": "keep_last", "conditions": [ { "metric": "total_requests", "operator": ">", "threshold": 5 } ] }""";

        Assert.False((await Try(stored, rule)).Triggered);
        Assert.True((await Try(stored, rule, new AlertState { Phase = AlertPhase.Firing })).Triggered);
    }

    private static IEnumerable<LlmCall> Calls(string model, int count) => Enumerable.Range(0, count).Select(_ => Some.Call(Some.Noon.AddMinutes(-1), model: model));

    private static IEnumerable<LlmCall> Failing(string model, int count) => Calls(model, count).Select(call => call with { Outcome = CallOutcome.ServerError });

    private static async Task Store(TestDatabase stored, params LlmCall[] calls) => await stored.Store.AppendAsync(calls, TestContext.Current.CancellationToken);

    private static Task<TrialResult> Try(TestDatabase stored, string rule, AlertState? state = null)
    {
        var trial = new RuleTrial(stored.Log, stored.Rollups, new InFlightCalls(), Options.Create(new AlertingOptions()), new FakeTimeProvider(Some.Noon));
        var (compiled, mistakes) = SingleRule.Read(rule, new RuleCompiler(ChannelIds.BuiltIn));
        Assert.Empty(mistakes);
        return trial.RunAsync(compiled!, state is null ? null : _ => state, TestContext.Current.CancellationToken);
    }
}
