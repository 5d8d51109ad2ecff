using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>Not visiting rules at rest is invisible: what they say is what they would say if each had seen each tick.</summary>
public sealed class TickDispatchTests
{
    private static readonly string[] Models = ["a", "b", "c"];

    private static readonly Gen<string> Leaf = Gen.Select(
        Gen.OneOfConst("total_requests", "errors", "error_rate", "avg_latency", "total_cost"),
        Gen.OneOfConst(">", ">=", "<", "<=", "=", "!="),
        Gen.Int[0, 6],
        Gen.OneOfConst("", ""","recovery": 1""", ""","min_requests": 3""", ""","filter": { "model": "a" } """),
        (metric, comparison, threshold, more) => more.Contains("recovery") && comparison is not (">" or ">=")
            ? $$"""{ "metric": "{{metric}}", "operator": "{{comparison}}", "threshold": {{threshold}} }"""
            : $$"""{ "metric": "{{metric}}", "operator": "{{comparison}}", "threshold": {{threshold + 1}}{{more}} }""");

    private static readonly Gen<string> Change = Gen.Int[1, 100].Select(percent => $$"""{ "metric": "total_requests", "operator": "change>", "threshold": {{percent}}, "compare_to": "previous_window" }""");

    private static readonly Gen<string> Node = Gen.Recursive<string>((depth, inner) => depth > 2
        ? Leaf
        : Gen.Frequency(
            (5, Leaf),
            (1, Change),
            (1, inner.Select(child => Group("NOT", child))),
            (3, Gen.Select(Gen.OneOfConst("AND", "OR"), inner.Array[1, 3], Group))));

    private static readonly Gen<string> Rule = Gen.Select(
        Node,
        Gen.OneOfConst("[]", """["model"]"""),
        Gen.OneOfConst("5s", "20s"),
        Gen.OneOfConst("", ""","for": "3s" """, ""","keep_firing_for": "4s" """, ""","no_data": "alert" """, ""","no_data": "keep_last" """),
        (logic, group, window, more) => $$"""{ "name": "r", "group_by": {{group}}, "time_window": "{{window}}", "cooldown": "7s", "logic": {{logic}}{{more}} }""");

    /// <summary>For each second its calls, as (model, failed).</summary>
    private static readonly Gen<(int Model, bool Failed)[][]> Traffic =
        Gen.Frequency((2, Gen.Const(Array.Empty<(int, bool)>())), (1, Gen.Select(Gen.Int[0, 2], Gen.Bool).Array[0, 6])).Array[10, 60];

    [Fact]
    public void Show_AnyRulesAndTraffic_SaysWhatEveryRuleSaysThatSeesEveryTick() => Gen.Select(Rule.Array[1, 8], Traffic).Sample((rules, traffic) =>
    {
        var compiled = Compile(rules);
        Assert.Equal(
            Play(compiled, traffic, (snapshots, memory) => compiled.Select(rule => AlertPipeline.Run(rule, snapshots, memory)).Merge()),
            Play(compiled, traffic, (snapshots, memory) => Dispatched(compiled, snapshots, memory, _ => { })));
    });

    [Fact]
    public void Mark_ManyThresholdsOfOneGauge_FindsThoseThatAreReachedAndNoOther() =>
        Gen.Select(Gen.Select(Gen.OneOfConst(">", ">=", "<", "<="), Gen.Int[0, 6]).Array[1, 30], Gen.Int[0, 6]).Sample((thresholds, errors) =>
        {
            var rules = Compile([.. thresholds.Select(one => $$"""{ "name": "r", "time_window": "5s", "conditions": [ { "metric": "errors", "operator": "{{one.Item1}}", "threshold": {{one.Item2}} } ] }""")]);
            var windows = new WindowSet(TimeZoneInfo.Utc);
            windows.RequireOnly([.. rules.SelectMany(rule => rule.Series).Distinct()]);
            for (var call = 0; call < errors; call++)
            {
                windows.Add(Some.Call(Some.Noon, CallOutcome.ServerError), Some.Noon);
            }

            windows.AdvanceTo(Some.Noon);
            var reached = new bool[rules.Count];
            new TripwireLines(rules.Select(rule => rule.Tripwires)).Mark(windows, reached);
            Assert.Equal(rules.Select(rule => rule.CouldMove(windows)), reached);
        });

    [Fact]
    public void Show_RulesAtRest_AreNotVisited()
    {
        var compiled = Compile("""
            { "name": "far", "time_window": "5s", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 100 } ] }
            """, """
            { "name": "near", "time_window": "5s", "cooldown": "0s", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 1 } ] }
            """, """
            { "name": "both", "time_window": "5s", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 100 }, { "metric": "total_requests", "operator": ">=", "threshold": 0 } ] }
            """);
        var visits = new List<string>();
        (int, bool)[][] traffic = [[], [(0, true), (0, true)], .. Enumerable.Repeat(Array.Empty<(int, bool)>(), 8)];
        Play(compiled, traffic, (snapshots, memory) => Dispatched(compiled, snapshots, memory, rule => visits.Add(rule.Id)));
        Assert.Equal(["near"], visits.Distinct());
    }

    private static string Group(string type, params string[] children) => $$"""{ "type": "{{type}}", "conditions": [ {{string.Join(", ", children)}} ] }""";

    private static IObservable<AlertTransition> Dispatched(IReadOnlyList<CompiledRule> rules, IObservable<WindowSnapshot> snapshots, AlertMemory memory, Action<CompiledRule> visited)
    {
        var dispatch = new TickDispatch(rules, memory);
        return rules
            .Select(rule => AlertPipeline.Run(rule, dispatch.For(rule).Do(_ => visited(rule)), memory))
            .Append(snapshots.Select(dispatch.Find).Do(dispatch.Show).IgnoreElements().Select(_ => default(AlertTransition)!))
            .Merge();
    }

    private static string[] Play(IReadOnlyList<CompiledRule> rules, (int Model, bool Failed)[][] traffic, Func<IObservable<WindowSnapshot>, AlertMemory, IObservable<AlertTransition>> run)
    {
        var time = new FakeTimeProvider(Some.Noon);
        using var calls = new Subject<LlmCall>();
        using var ticks = new Subject<DateTimeOffset>();
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly([.. rules.SelectMany(rule => rule.Series).Distinct()]);
        var snapshots = calls.WindowedBySeries(windows, ticks, time, new object()).Publish();
        var said = new List<string>();
        using var judging = run(snapshots, new()).Subscribe(step => said.Add($"{step.Rule.Id} {step.Evaluation.Group} {step.Evaluation.At:T} {step.State} {step.Kind}"));
        using var connected = snapshots.Connect();
        foreach (var second in traffic)
        {
            foreach (var (model, failed) in second)
            {
                calls.OnNext(Some.Call(time.GetUtcNow(), failed ? CallOutcome.ServerError : CallOutcome.Success, model: Models[model]));
            }

            time.Advance(TimeSpan.FromSeconds(1));
            ticks.OnNext(time.GetUtcNow());
        }

        return [.. said.Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyList<CompiledRule> Compile(params string[] rules)
    {
        var (definitions, malformed) = RuleReader.Read($"[{string.Join(',', rules)}]", "test.json");
        Assert.Empty(malformed);
        var named = definitions.Select((rule, index) => rule with { Id = rules.Length == 1 || rule.Name == "r" ? $"r{index}" : rule.Name });
        var (compiled, unbound) = new RuleCompiler(ChannelIds.BuiltIn).Compile([.. named]);
        Assert.Empty(unbound);
        return compiled;
    }
}
