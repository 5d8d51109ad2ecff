using System.Reactive.Linq;
using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Pipelines;

/// <summary>One rule's real pipeline on a fake clock: calls go in, transitions come out with the second in which they came.</summary>
internal sealed class PipelineBench : IDisposable
{
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly Subject<LlmCall> _calls = new();
    private readonly AlertMemory _memory;
    private readonly WindowSet _windows = new(TimeZoneInfo.Utc);
    private readonly List<string> _seen = [];
    private readonly List<AlertTransition> _transitions = [];
    private readonly IDisposable _subscription;

    public PipelineBench(string rule, AlertMemory? memory = null, DateTimeOffset? start = null)
    {
        _memory = memory ?? new();
        _time.SetUtcNow(start ?? Some.Noon);
        var (definitions, malformed) = RuleReader.Read(rule, "test.json");
        var (compiled, unbound) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
        Assert.Empty(malformed);
        Assert.Empty(unbound);
        Rule = compiled.Single();
        _windows.RequireOnly(Rule.Series);
        var ticks = Observable.Interval(TimeSpan.FromSeconds(1), new TimeProviderScheduler(_time)).Select(_ => _time.GetUtcNow());
        var snapshots = _calls.WindowedBySeries(_windows, ticks, _time, new object());
        _subscription = AlertPipeline.Run(Rule, snapshots, _memory).Subscribe(Note);
    }

    public CompiledRule Rule { get; }

    public WindowSet Windows => _windows;

    public AlertMemory Memory => _memory;

    public DateTimeOffset Now => _time.GetUtcNow();

    public IReadOnlyList<AlertTransition> Transitions => _transitions;

    /// <summary>What the world was told since the last look, such as <c>12:00:01 opened</c>.</summary>
    public string[] Told()
    {
        var told = _seen.ToArray();
        _seen.Clear();
        return told;
    }

    public void Call(CallOutcome outcome = CallOutcome.Success, int count = 1, decimal cost = 0.01m, string model = "gpt-5.4")
    {
        for (var index = 0; index < count; index++)
        {
            _calls.OnNext(Some.Call(Now, outcome, costUsd: cost, model: model));
        }
    }

    public void Publish(LlmCall call) => _calls.OnNext(call);

    /// <summary>Steps second by second, so that each tick sees its own time.</summary>
    public void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _calls.Dispose();
    }

    private void Note(AlertTransition transition)
    {
        _transitions.Add(transition);
        if (transition.Kind is { } kind)
        {
            var group = string.Concat(transition.Evaluation.Group.Values.Select(value => " " + value));
            _seen.Add($"{transition.Evaluation.At:HH:mm:ss} {kind.ToString().ToLowerInvariant()}{group}");
        }
    }
}
