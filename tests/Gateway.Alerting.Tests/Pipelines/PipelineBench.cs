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
    private readonly List<InFlightCall> _running = [];
    private readonly WindowSet _windows;
    private readonly List<string> _seen = [];
    private readonly List<AlertTransition> _transitions = [];
    private readonly Subject<DateTimeOffset> _ticks = new();
    private readonly IObservable<WindowSnapshot> _snapshots;
    private IDisposable _subscription;

    public PipelineBench(string rule, AlertMemory? memory = null, DateTimeOffset? start = null)
    {
        _memory = memory ?? new();
        _windows = new(TimeZoneInfo.Utc, () => _running);
        _time.SetUtcNow(start ?? Some.Noon);
        var (definitions, malformed) = RuleReader.Read(rule, "test.json");
        var (compiled, unbound) = new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions);
        Assert.Empty(malformed);
        Assert.Empty(unbound);
        Rule = compiled.Single();
        _windows.RequireOnly(Rule.Series);
        _snapshots = _calls.WindowedBySeries(_windows, _ticks, _time, new object()).Publish().AutoConnect();
        _subscription = AlertPipeline.Run(Rule, _snapshots, _memory).Subscribe(Note);
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

    /// <summary>What is in flight at the ticks from now on.</summary>
    public void Run(params InFlightCall[] calls)
    {
        _running.Clear();
        _running.AddRange(calls);
    }

    /// <summary>Steps second by second, so that each tick sees its own time.</summary>
    public void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Leap(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>One tick after so long.</summary>
    public void Leap(TimeSpan span)
    {
        _time.Advance(span);
        _ticks.OnNext(_time.GetUtcNow());
    }

    /// <summary>The wall clock is set, and the engine has noticed.</summary>
    public void SetClock(TimeSpan by)
    {
        _subscription.Dispose();
        _time.AdjustTime(_time.GetUtcNow() + by);
        _windows.ClockSet(by);
        _memory.ClockSet(by);
        _subscription = AlertPipeline.Run(Rule, _snapshots, _memory).Subscribe(Note);
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
            var group = string.Concat(transition.Evaluation.Group.Values.Select(value => " " + Dimension.Shown(value)));
            _seen.Add($"{transition.Evaluation.At:HH:mm:ss} {kind.ToString().ToLowerInvariant()}{group}");
        }
    }
}
