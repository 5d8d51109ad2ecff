using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Tests.Storage;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Gateway.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Backtesting;

/// <summary>Rules on history: what fired when, and that a live gateway would have said the same.</summary>
public class BacktestTests
{
    private const string Errors = """
        { "name": "Errors", "time_window": "10s", "cooldown": "1m",
          "conditions": [ { "metric": "error_rate", "operator": ">=", "threshold": 50, "min_requests": 4 } ] }
        """;

    [Fact]
    public async Task Backtest_Outage_SaysWhenItBeganAndEndedAndHowBadItWas()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Burst(30, 4, 4), Burst(31, 0, 1));

        var history = (await Run(stored, Errors)).Rules.Single();

        var firing = Assert.Single(history.Firings);
        Assert.Equal(Some.Noon.AddSeconds(31), firing.StartedAt);
        Assert.Equal(Some.Noon.AddSeconds(40), firing.EndedAt);
        Assert.Equal(TimeSpan.FromSeconds(9), firing.Duration);
        Assert.Equal((100.0, 2L, false), (firing.Peak, firing.Notifications, firing.Suppressed));
        Assert.Equal((1L, 2L, 0L), (history.FiringCount, history.Notifications, history.Suppressed));
    }

    [Fact]
    public async Task Backtest_FiringWithinTheCooldown_IsCountedAsSuppressed()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Burst(10, 4, 4), Burst(40, 4, 4));

        var history = (await Run(stored, Errors)).Rules.Single();

        Assert.Equal([false, true], history.Firings.Select(firing => firing.Suppressed));
        Assert.Equal((2L, 2L, 1L), (history.FiringCount, history.Notifications, history.Suppressed));
    }

    [Fact]
    public async Task Backtest_FiringAtTheEnd_IsStillOn()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Burst(115, 4, 4));

        var firing = Assert.Single((await Run(stored, Errors)).Rules.Single().Firings);

        Assert.Null(firing.EndedAt);
        Assert.Equal(TimeSpan.FromSeconds(4), firing.Duration);
        Assert.Equal(1, firing.Notifications);
    }

    [Fact]
    public async Task Backtest_CallsBeforeTheRange_FillTheWindowsAndAreNotCounted()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Burst(-5, 4, 4), Burst(60, 0, 1));

        var result = await Run(stored, Errors);

        Assert.Equal(1, result.Calls);
        Assert.Equal(Some.Noon.AddSeconds(1), Assert.Single(result.Rules.Single().Firings).StartedAt);
    }

    [Fact]
    public async Task Backtest_BudgetOfTheDay_KnowsWhatWasSpentBeforeTheRange()
    {
        await using var stored = new TestDatabase();
        await Store(stored, [Some.Call(Some.Noon.AddHours(-11), costUsd: 499m)], [Some.Call(Some.Noon.AddSeconds(30), costUsd: 2m)]);

        var history = (await Run(stored, """{ "name": "Day", "conditions": [ { "metric": "daily_cost", "operator": ">", "threshold": 500 } ] }""")).Rules.Single();

        var firing = Assert.Single(history.Firings);
        Assert.Equal((Some.Noon.AddSeconds(31), 501.0), (firing.StartedAt, firing.Peak));
    }

    [Fact]
    public async Task Backtest_CallsUnderWay_AreKnownWhileTheyRun()
    {
        await using var stored = new TestDatabase();
        await Store(stored, [Some.Call(Some.Noon.AddSeconds(10), latencyMs: 20_000), Some.Call(Some.Noon.AddSeconds(50), latencyMs: 25_000)]);

        var history = (await Run(stored, """{ "name": "Hanging", "cooldown": 0, "conditions": [ { "metric": "oldest_in_flight", "operator": ">=", "threshold": 12 } ] }""")).Rules.Single();

        // The first one had begun ten seconds before the range, the second one did within it.
        Assert.Equal(
            [(Some.Noon.AddSeconds(2), Some.Noon.AddSeconds(10), 19.0), (Some.Noon.AddSeconds(37), Some.Noon.AddSeconds(50), 24.0)],
            history.Firings.Select(firing => (firing.StartedAt, firing.EndedAt!.Value, firing.Peak!.Value)));
        Assert.Empty(history.Notes);
    }

    [Fact]
    public void CallsUnderWay_OfRandomCalls_AreThoseThatHaveBegunAndNotEnded()
    {
        var call =
            from start in Gen.Int[0, 60]
            from latency in Gen.Int[0, 30]
            select Some.Call(Some.Noon.AddSeconds(start + latency), latencyMs: latency * 1000);

        call.Array[0, 40].Sample(calls =>
        {
            using var underWay = new CallsUnderWay(calls.OrderBy(one => one.StartedAt));
            return Enumerable.Range(0, 95).Select(second => Some.Noon.AddSeconds(second)).All(now => underWay.At(now).Select(one => one.Age).Order()
                .SequenceEqual(calls.Where(one => one.StartedAt <= now && one.EndedAt > now).Select(one => now - one.StartedAt).Order()));
        });
    }

    [Fact]
    public async Task Backtest_SilenceThatBeganLongBefore_IsKnownFromTheMinuteSums()
    {
        await using var stored = new TestDatabase();
        await Store(stored, [Some.Call(Some.Noon.AddHours(-3), model: "a"), Some.Call(Some.Noon.AddSeconds(-280), model: "b")]);
        var rule = Compile("""{ "name": "Silence", "group_by": ["model"], "conditions": [ { "metric": "seconds_since_last_request", "operator": ">", "threshold": 300 } ] }""");

        var history = (await Of(stored).RunAsync([rule], Some.Noon, Some.Noon.AddMinutes(2), TestContext.Current.CancellationToken)).Rules.Single();

        Assert.Equal(
            [("model a", Some.Noon.AddSeconds(1)), ("model b", Some.Noon.AddSeconds(21))],
            history.Firings.Select(firing => (GroupText.Of(firing.Group), firing.StartedAt)));
    }

    [Theory]
    [InlineData("model", 6)]
    [InlineData("session", 24 * 60)]
    public void CallsNeeded_OfARuleAboutSilence_AreNoMoreThanTheSumsLeaveOpen(string groupBy, int minutes)
    {
        var rule = Compile($$"""{ "name": "Silence", "group_by": ["{{groupBy}}"], "conditions": [ { "metric": "seconds_since_last_request", "operator": ">", "threshold": 300 } ] }""");
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly(rule.Series);

        Assert.Equal(TimeSpan.FromMinutes(minutes), CompiledRule.CallsNeeded(windows, [rule]));
    }

    [Fact]
    public async Task Backtest_TwoVersions_AreComparedSideBySide()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Burst(10, 4, 8), Burst(60, 8, 8));

        var result = await Run(stored, Errors.Replace("\"threshold\": 50", "\"threshold\": 90", StringComparison.Ordinal), Errors);

        Assert.Equal([1, 2], result.Rules.Select(history => history.FiringCount));
        Assert.Equal("The new one would have fired once, the old one 2 times.", BacktestWords.Compare(result));
    }

    [Fact]
    public async Task Backtest_Grouped_FiresForEachGroup()
    {
        await using var stored = new TestDatabase();
        await Store(stored, [.. Burst(10, 4, 4), .. Burst(20, 4, 4).Select(call => call with { RequestModel = "o5" })]);

        var history = (await Run(stored, Errors.Replace("\"name\"", "\"group_by\": [\"model\"], \"name\"", StringComparison.Ordinal))).Rules.Single();

        Assert.Equal(["model gpt-5.4", "model o5"], history.Firings.Select(firing => GroupText.Of(firing.Group)));
    }

    [Fact]
    public void Backtest_ManyFirings_ListsTheFirstThousandAndCountsAll()
    {
        var rule = Compile("""{ "name": "Any", "time_window": "2s", "cooldown": 0, "conditions": [ { "metric": "total_requests", "operator": ">", "threshold": 0 } ] }""");
        var ledger = new FiringLedger(rule, QuietHistory.Range());
        using var replay = new RuleReplay([rule], Some.Noon, TimeSpan.FromSeconds(1), TimeZoneInfo.Utc, (_, transition) => ledger.Note(transition));
        for (var call = 0; call < 1_500; call++)
        {
            replay.Add(Some.Call(Some.Noon.AddSeconds((call * 4) + 0.5)));
        }

        replay.AdvanceTo(Some.Noon.AddHours(2));

        var history = ledger.Close(Some.Noon.AddHours(2), []);
        Assert.Equal((1_500L, FiringLedger.MostListed), (history.FiringCount, history.Firings.Count));
        Assert.Equal("The first 1,000 of 1,500 firings are listed.", Assert.Single(history.Notes));
    }

    [Fact]
    public async Task Backtest_RuleThatDoesNotResolveByItself_SaysWhatThatMeansOnHistory()
    {
        await using var stored = new TestDatabase();

        var history = (await Run(stored, Errors.Replace("\"name\"", "\"auto_resolve\": false, \"name\"", StringComparison.Ordinal))).Rules.Single();

        Assert.StartsWith("The rule does not resolve its alerts by itself", Assert.Single(history.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backtest_Cancelled_Stops()
    {
        await using var stored = new TestDatabase();
        await Store(stored, Burst(10, 4, 4));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Of(stored).RunAsync([Compile(Errors)], Some.Noon, Some.Noon.AddMinutes(2), cancelled.Token));
    }

    /// <summary>More than one page, and calls that share an instant across its border.</summary>
    [Fact]
    public async Task History_OverSeveralPages_HasEveryCallOnceInTheOrderOfEnds()
    {
        await using var stored = new TestDatabase();
        var calls = Enumerable.Range(0, 9_000).Select(index => Some.Call(Some.Noon.AddMilliseconds(index / 3), latencyMs: index % 50, costUsd: index)).ToList();
        await Store(stored, calls);

        var read = new List<LlmCall>();
        await foreach (var page in stored.Log.PagesAsync(Some.Noon, Some.Noon.AddMilliseconds(2_900), CallFields.Cost, TestContext.Current.CancellationToken))
        {
            read.AddRange(page);
        }

        Assert.Equal(8_700, read.Count);
        Assert.Equal(8_700, read.Select(call => call.Cost.Amount).Distinct().Count());
        Assert.Equal(read.Select(call => call.EndedAt).Order(), read.Select(call => call.EndedAt));
    }

    /// <summary>A measure whose fields were forgotten would read zeros from history and nobody would notice.</summary>
    [Fact]
    public async Task History_OfAnyMeasureOrDimension_HasAllThatItLooksAt()
    {
        await using var stored = new TestDatabase();
        await Store(stored, [SomeCalls.Full]);
        var (from, to) = (SomeCalls.Full.EndedAt, SomeCalls.Full.EndedAt.AddSeconds(1));

        foreach (var (metric, measure) in MetricCatalog.All.SelectMany(metric => metric.Measures, (metric, measure) => (metric.Name, measure)))
        {
            Assert.Equal((metric, measure.Of(SomeCalls.Full)), (metric, measure.Of(await Only(ReplayFields.Of(measure)))));
        }

        foreach (var name in Dimension.GroupNames.Concat(Dimension.FilterNames).Select(name => name.Replace("<name>", "prod, \"eu\"", StringComparison.Ordinal)))
        {
            Assert.True(Dimension.TryFilter(name, out var dimension));
            var rule = Compile($$"""{ "name": "n", "conditions": [ { "metric": "total_requests", "operator": ">", "threshold": 0, "filter": { "{{name.Replace("\"", "\\\"", StringComparison.Ordinal)}}": "*" } } ] }""");
            var read = await Only(ReplayFields.Of([rule]));
            Assert.Equal((name, dimension.ValueOf(SomeCalls.Full)), (name, dimension.ValueOf(read)));
            Assert.Equal(name == "tag" ? SomeCalls.Full.Tags : null, name == "tag" ? read.Tags : null);
        }

        async Task<LlmCall> Only(CallFields fields)
        {
            await foreach (var page in stored.Log.PagesAsync(from, to, fields, TestContext.Current.CancellationToken))
            {
                return Assert.Single(page);
            }

            throw new InvalidOperationException("There was no page.");
        }
    }

    /// <summary>The promise of it all: what a backtest says is what the gateway would have done.</summary>
    [Fact]
    public void Backtest_OfRandomCalls_FiresAsALiveGatewayDoes()
    {
        var rules = new[]
        {
            Errors,
            """{ "name": "a", "group_by": ["model"], "time_window": "20s", "for": "3s", "keep_firing_for": "5s", "cooldown": "15s", "repeat_interval": "1m", "conditions": [ { "metric": "error_rate", "operator": ">", "threshold": 30, "recovery": 10 } ] }""",
            """{ "name": "b", "no_data": "alert", "time_window": "5s", "cooldown": "10s", "conditions": [ { "metric": "p95_latency", "operator": ">", "threshold": 800 } ] }""",
            """{ "name": "c", "group_by": ["model"], "cooldown": "30s", "logic": { "type": "OR", "conditions": [ { "metric": "total_cost", "operator": ">", "threshold": 0.05, "time_window": "10s" }, { "type": "NOT", "conditions": [ { "metric": "total_requests", "operator": "<", "threshold": 6, "time_window": "30s" } ] } ] } }""",
        }.Select(Compile).ToArray();
        var call =
            from end in Gen.Int[0, 120_000]
            from outcome in Gen.Enum<CallOutcome>()
            from latency in Gen.Int[0, 2_000]
            from model in Gen.OneOfConst("gpt-5.4", "o5")
            select Some.Call(Some.Noon.AddMilliseconds(end), outcome, latency, model: model);

        call.Array[0, 60].Sample(
            calls =>
            {
                var ordered = calls.OrderBy(one => one.EndedAt).ToArray();
                return Array.TrueForAll(rules, rule => Live(rule, ordered).SequenceEqual(Replayed(rule, ordered)));
            },
            iter: 60);
    }

    private static List<string> Live(CompiledRule rule, LlmCall[] calls)
    {
        var told = new List<string>();
        var time = new FakeTimeProvider(Some.Noon);
        using var feed = new Subject<LlmCall>();
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly(rule.Series);
        var ticks = Observable.Interval(TimeSpan.FromSeconds(1), new TimeProviderScheduler(time)).Select(_ => time.GetUtcNow());
        using var subscription = AlertPipeline.Run(rule, feed.WindowedBySeries(windows, ticks, time, new object()), new AlertMemory())
            .Subscribe(transition => told.Add(Text(transition)));
        foreach (var call in calls)
        {
            PassTo(call.EndedAt);
            feed.OnNext(call);
        }

        PassTo(Some.Noon.AddMinutes(4));
        return told;

        // By no more than a tick, so that each tick reads its own time.
        void PassTo(DateTimeOffset instant)
        {
            while (time.GetUtcNow() < instant)
            {
                var step = instant - time.GetUtcNow();
                var toTick = TimeSpan.FromSeconds(1) - TimeSpan.FromTicks((time.GetUtcNow() - Some.Noon).Ticks % TimeSpan.TicksPerSecond);
                time.Advance(step < toTick ? step : toTick);
            }
        }
    }

    private static List<string> Replayed(CompiledRule rule, LlmCall[] calls)
    {
        var told = new List<string>();
        using var replay = new RuleReplay([rule], Some.Noon, TimeSpan.FromSeconds(1), TimeZoneInfo.Utc, (_, transition) => told.Add(Text(transition)));
        foreach (var call in calls)
        {
            replay.Add(call);
        }

        replay.AdvanceTo(Some.Noon.AddMinutes(4));
        return told;
    }

    private static string Text(AlertTransition transition) =>
        $"{transition.Evaluation.At:HH:mm:ss} {transition.Evaluation.Group} {transition.State.Phase} {transition.Kind} {transition.State.Peak}";

    internal static IEnumerable<LlmCall> Burst(int second, int failed, int of) =>
        Enumerable.Range(0, of).Select(index => Some.Call(Some.Noon.AddSeconds(second + 0.1), index < failed ? CallOutcome.ServerError : CallOutcome.Success));

    internal static async Task Store(TestDatabase stored, params IEnumerable<LlmCall>[] calls) =>
        await stored.Store.AppendAsync([.. calls.SelectMany(some => some)], TestContext.Current.CancellationToken);

    /// <summary>Over two minutes from noon.</summary>
    private static Task<BacktestResult> Run(TestDatabase stored, params string[] rules) =>
        Of(stored).RunAsync([.. rules.Select(Compile)], Some.Noon, Some.Noon.AddMinutes(2), TestContext.Current.CancellationToken);

    internal static Backtest Of(TestDatabase stored, params NotificationChannel[] channels) => new(stored.Log, stored.Rollups, QuietHistory.Of(stored, channels), Options.Create(new AlertingOptions()), new FakeTimeProvider(Some.Noon));

    internal static CompiledRule Compile(string rule)
    {
        var (definitions, malformed) = RuleReader.Read(rule, "test.json");
        var (compiled, unbound) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
        Assert.Empty(malformed.Concat(unbound));
        return compiled.Single();
    }
}
