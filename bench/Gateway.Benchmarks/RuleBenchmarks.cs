using System.Reactive.Linq;
using System.Reactive.Subjects;
using BenchmarkDotNet.Attributes;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;

namespace Gateway.Benchmarks;

/// <summary>Rules in motion: what a call costs them, and what a tick does.</summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private readonly Subject<LlmCall> _calls = new();
    private readonly Subject<DateTimeOffset> _ticks = new();
    private LlmCall _call = null!;

    [Params(3, 100)]
    public int Rules { get; set; }

    [GlobalSetup]
    public void Start()
    {
        var rules = string.Join(',', Enumerable.Range(0, Rules).Select(rule => $$"""
            { "name": "rule {{rule}}", "group_by": ["model"], "time_window": "{{5 + (rule % 3)}}m",
              "conditions": [ { "metric": "error_rate", "operator": ">", "threshold": {{rule}} }, { "metric": "p95_latency", "operator": ">", "threshold": 900000 } ] }
            """));
        var (definitions, _) = RuleReader.Read($"[{rules}]", "bench.json");
        var (compiled, mistakes) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
        if (mistakes.Count > 0)
            throw new InvalidOperationException(string.Join("; ", mistakes));
        var windows = new WindowSet(TimeZoneInfo.Utc);
        windows.RequireOnly([.. compiled.SelectMany(rule => rule.Series).Distinct()]);
        var snapshots = _calls.WindowedBySeries(windows, _ticks, TimeProvider.System, new object()).Publish().RefCount();
        var memory = new AlertMemory();
        foreach (var rule in compiled)
            AlertPipeline.Run(rule, snapshots, memory).Subscribe();
        for (var call = 0; call < 1000; call++)
            _calls.OnNext(Calls.Next());
        _call = Calls.Next();
    }

    [Benchmark]
    public void Call() => _calls.OnNext(_call);

    [Benchmark]
    public void Tick() => _ticks.OnNext(DateTimeOffset.UtcNow);
}
