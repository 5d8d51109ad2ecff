using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Tests.Storage;
using Gateway.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>What a chart of a backtest shows is what the engine saw.</summary>
public class ValueTraceTests
{
    private const string Errors = """{ "name": "e", "time_window": "10s", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 2 } ] }""";

    [Fact]
    public async Task Series_OfAShortRange_HasAValueForEachTick()
    {
        var series = Assert.Single(await RunAsync(Errors, TimeSpan.FromMinutes(1), Fail(5.5, 3)));

        Assert.Equal((TimeSpan.FromSeconds(1), 60), (series.Step, series.Values.Count));
        // The tick at second 6 is the first to see them; they expire at second 15.
        int[] at = [4, 5, 13, 16];
        Assert.Equal([0.0, 3.0, 3.0, 0.0], at.Select(index => series.Values[index]!.Value));
    }

    [Fact]
    public async Task Series_OfALongRange_KeepsThePeakBetweenItsPoints()
    {
        var series = Assert.Single(await RunAsync(Errors, TimeSpan.FromDays(1), Fail(40_000.5, 7)));

        Assert.InRange(series.Values.Count, 1, ValueTrace.MostPoints);
        Assert.Equal(7.0, series.Values.Max());
        Assert.Equal(7.0, series.Values[(int)(40_001 / series.Step.TotalSeconds)]);
    }

    [Fact]
    public async Task Series_OfAnUnderCondition_KeepsTheLowest()
    {
        var rule = Errors.Replace("\"errors\", \"operator\": \">\"", "\"total_requests\", \"operator\": \"<\"", StringComparison.Ordinal);

        var series = Assert.Single(await RunAsync(rule, TimeSpan.FromDays(1), Fail(40_000.5, 7)));

        Assert.All(series.Values, value => Assert.Equal(0.0, value));
    }

    [Fact]
    public async Task Series_WithTooFewCalls_HasAGap()
    {
        var rule = Errors.Replace("\"threshold\": 2", "\"threshold\": 2, \"min_requests\": 5", StringComparison.Ordinal);

        var series = Assert.Single(await RunAsync(rule, TimeSpan.FromMinutes(1), Fail(5.5, 3)));

        Assert.All(series.Values, value => Assert.Null(value));
    }

    [Fact]
    public async Task Series_OfAGroupedRule_IsOfTheWorstGroup()
    {
        var rule = Errors.Replace("\"name\"", "\"group_by\": [\"model\"], \"name\"", StringComparison.Ordinal);
        var calls = Fail(5.5, 3).Concat(Fail(5.5, 9).Select(call => call with { RequestModel = "o5" }));

        Assert.Equal(9.0, Assert.Single(await RunAsync(rule, TimeSpan.FromMinutes(1), calls)).Values[6]);
    }

    [Fact]
    public async Task Series_OfOneGroup_IsNotThatOfTheWorst()
    {
        var rule = Errors.Replace("\"name\"", "\"group_by\": [\"model\"], \"name\"", StringComparison.Ordinal);
        var calls = Fail(5.5, 3).Select(call => call with { RequestModel = "a" }).Concat(Fail(5.5, 9).Select(call => call with { RequestModel = "b" }));

        Assert.Equal(3.0, Assert.Single(await RunAsync(rule, TimeSpan.FromMinutes(1), calls, new Dictionary<string, string> { ["model"] = "a" })).Values[6]);
    }

    /// <summary>Where the line is over the threshold the rule fires, and nowhere else.</summary>
    [Fact]
    public async Task Series_OverItsThreshold_IsWhereTheRuleFires()
    {
        await using var stored = new TestDatabase();
        await stored.Store.AppendAsync([.. Fail(5.5, 3), .. Fail(20.2, 2), .. Fail(31.7, 4)], TestContext.Current.CancellationToken);
        var result = await BacktestTests.Of(stored).RunAsync(new BacktestRequest([Compile(Errors)], Some.Noon, Some.Noon.AddMinutes(1)) { WithSeries = true }, TestContext.Current.CancellationToken);

        var over = result.Series!.Single().Values.Select((value, index) => (value, At: Some.Noon.AddSeconds(index + 1))).Where(point => point.value > 2).Select(point => point.At).ToList();
        var firing = result.Rules[0].Firings.SelectMany(one => Enumerable.Range(0, (int)one.Duration.TotalSeconds).Select(second => one.StartedAt.AddSeconds(second))).ToList();
        Assert.Equal(2, result.Rules[0].FiringCount);
        Assert.Equal(firing, over);
    }

    [Fact]
    public async Task Series_ThatNobodyAskedFor_IsNull()
    {
        await using var stored = new TestDatabase();

        Assert.Null((await BacktestTests.Of(stored).RunAsync([Compile(Errors)], Some.Noon, Some.Noon.AddMinutes(1), TestContext.Current.CancellationToken)).Series);
    }

    private static async Task<IReadOnlyList<ConditionSeries>> RunAsync(string rule, TimeSpan range, IEnumerable<LlmCall> calls, IReadOnlyDictionary<string, string>? group = null)
    {
        await using var stored = new TestDatabase();
        await stored.Store.AppendAsync([.. calls], TestContext.Current.CancellationToken);
        var asked = new BacktestRequest([Compile(rule)], Some.Noon, Some.Noon + range) { WithSeries = true, SeriesOf = group };
        return (await BacktestTests.Of(stored).RunAsync(asked, TestContext.Current.CancellationToken)).Series!;
    }

    private static IEnumerable<LlmCall> Fail(double second, int count) => Enumerable.Range(0, count).Select(_ => Some.Call(Some.Noon.AddSeconds(second), CallOutcome.ServerError));

    private static CompiledRule Compile(string json)
    {
        var (rule, mistakes) = SingleRule.Read(json, new RuleCompiler(ChannelIds.BuiltIn));
        Assert.Empty(mistakes);
        return rule!;
    }
}
