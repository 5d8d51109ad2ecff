using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Backtesting;

/// <summary>
/// Rules in motion on virtual time: the pipeline of the engine, with calls and ticks handed in one after the other. Ticks are pulled, not
/// scheduled, because a month has two and a half million of them. What it is given decides what it does: no clock, no I/O. Not thread-safe.
/// </summary>
internal sealed class RuleReplay : IDisposable
{
    private readonly Subject<LlmCall> _calls = new();
    private readonly Subject<DateTimeOffset> _ticks = new();
    private readonly CompositeDisposable _subscriptions = [];
    private readonly VirtualClock _clock;
    private readonly TimeSpan _interval;
    private readonly RunningRule[] _rules;
    private DateTimeOffset _nextTick;

    /// <param name="rules">May be versions of one rule: each has a memory of its own.</param>
    /// <param name="start">Time begins here; the first tick is one interval later.</param>
    /// <param name="interval">From tick to tick.</param>
    /// <param name="zone">Where days begin.</param>
    /// <param name="note">Told of every transition, with the index of its rule.</param>
    /// <param name="underWay">The calls that have not ended at a tick; null: there are none.</param>
    public RuleReplay(
        IReadOnlyList<CompiledRule> rules,
        DateTimeOffset start,
        TimeSpan interval,
        TimeZoneInfo zone,
        Action<int, AlertTransition> note,
        Func<DateTimeOffset, IReadOnlyList<InFlightCall>>? underWay = null)
    {
        (_clock, _interval, _nextTick) = (new(start), interval, start + interval);
        Windows = new(zone, underWay is null ? null : () => underWay(_clock.Now));
        Windows.RequireOnly([.. rules.SelectMany(rule => rule.Series).Distinct()]);
        _rules = [.. rules.Select(rule => new RunningRule(rule, new AlertMemory()))];
        var snapshots = _calls.WindowedBySeries(Windows, _ticks, _clock, new object()).Publish();
        for (var index = 0; index < _rules.Length; index++)
        {
            var (rule, place) = (_rules[index], index);
            _subscriptions.Add(AlertPipeline.Run(rule.Rule, snapshots, rule.Memory).Subscribe(transition => note(place, transition)));
        }

        Snapshots = snapshots;
        _subscriptions.Add(snapshots.Connect());
    }

    /// <summary>What each tick sees, after the rules have judged it.</summary>
    public IObservable<WindowSnapshot> Snapshots { get; }

    public WindowSet Windows { get; }

    /// <summary>Adds minute sums from before the start.</summary>
    public void Add(CallRollup minute) => Windows.Add(minute, _clock.Now);

    /// <summary>Ticks up to the call's end, that instant included, then adds the call. Calls that ended before the start only fill the windows.</summary>
    public void Add(LlmCall call)
    {
        var at = call.EndedAt;
        AdvanceTo(at);
        _clock.Now = at;
        _calls.OnNext(call);
    }

    /// <summary>Ticks as often as is due until <paramref name="to"/>, that instant included.</summary>
    public void AdvanceTo(DateTimeOffset to)
    {
        while (_nextTick <= to)
        {
            _clock.Now = _nextTick;
            _ticks.OnNext(_nextTick);
            _nextTick += _interval;
        }
    }

    /// <summary>Where a group of a rule stands.</summary>
    public AlertState StateOf(int rule, GroupKey group) => _rules[rule].Memory.Of(_rules[rule].Rule.Id).StateOf(group);

    /// <summary>The most urgent phase of any group of a rule.</summary>
    public AlertPhase PhaseOf(int rule) => _rules[rule].Memory.PhaseOf(_rules[rule].Rule.Id);

    public void Dispose()
    {
        _subscriptions.Dispose();
        _calls.Dispose();
        _ticks.Dispose();
    }

    private sealed record RunningRule(CompiledRule Rule, AlertMemory Memory);
}
