using System.Reactive.Disposables;
using System.Reactive.Linq;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pipelines.Operators;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// One set of rules with the windows they read. A new set is a new generation beside the old one: its windows take in live calls at once,
/// are filled from the call log, and only then is it judged and the old one dropped, so that no reload judges half-filled windows.
/// </summary>
internal sealed class RuleGeneration : IDisposable
{
    private readonly HashSet<string> _seenLive = new(StringComparer.Ordinal);
    private readonly CompositeDisposable _subscriptions = [];
    private readonly SerialDisposable _judging = new();
    private readonly TimeProvider _time;
    private readonly object _gate;
    private Func<IDisposable>? _judge;
    private bool _filling = true;

    /// <param name="rules">The rules.</param>
    /// <param name="windows">Their windows, empty.</param>
    /// <param name="time">The clock.</param>
    /// <param name="gate">Guards the windows.</param>
    public RuleGeneration(RuleSet rules, WindowSet windows, TimeProvider time, object gate)
    {
        (Rules, Windows, _time, _gate) = (rules, windows, time, gate);
    }

    public RuleSet Rules { get; }

    public WindowSet Windows { get; }

    /// <summary>The groups that are remembered come first: beyond the most that a rule may have, whoever comes later is folded into <c>other</c>.</summary>
    /// <param name="memory">Of the rules as they were.</param>
    /// <param name="before">Those rules; null at the start.</param>
    public void KeepGroups(AlertMemory memory, RuleSet? before)
    {
        var regrouped = RuleEdit.Between(before, Rules).Where(edit => edit.RegroupsIt).Select(edit => edit.RuleId).ToHashSet(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var rule in Rules.Active.Where(rule => !regrouped.Contains(rule.Id)))
            {
                var groups = memory.Of(rule.Id).Groups.ToList();
                foreach (var population in rule.Series.Select(series => series.Population).Distinct())
                {
                    Windows.Keep(population, groups, _time.GetUtcNow());
                }
            }
        }
    }

    /// <summary>From now on live calls reach the windows.</summary>
    /// <returns>What ticks see; hot.</returns>
    public IObservable<WindowSnapshot> Connect(IObservable<LlmCall> calls, IObservable<DateTimeOffset> ticks)
    {
        var snapshots = calls
            .Do(RememberWhileFilling)
            .WindowedBySeries(Windows, ticks, _time, _gate)
            .Publish();
        _subscriptions.Add(snapshots.Connect());
        return snapshots;
    }

    /// <summary>
    /// Adds what was stored before <paramref name="now"/> and did not come live: single calls as far back as sliding windows look, and minute
    /// sums before that, for the calendar and the last calls. Out of order is fine: windows put each where it belongs.
    /// </summary>
    public async Task FillAsync(ICallLog log, ICallRollups rollups, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var singly = now - CompiledRule.CallsNeeded(Windows, Rules.Active);
        var minute = new DateTimeOffset(singly.UtcTicks - (singly.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        if (now - Windows.SumsNeeded < minute)
        {
            await foreach (var sums in rollups.MinutesAsync(now - Windows.SumsNeeded, minute, cancellationToken))
            {
                lock (_gate)
                {
                    Windows.Add(sums, _time.GetUtcNow());
                }
            }
        }

        await foreach (var call in log.ReplayAsync(minute, now, cancellationToken))
        {
            lock (_gate)
            {
                if (!_seenLive.Contains(call.Id))
                {
                    Windows.Add(call, _time.GetUtcNow());
                }
            }
        }
    }

    public void EndFilling()
    {
        lock (_gate)
        {
            _filling = false;
            _seenLive.Clear();
        }
    }

    /// <param name="judge">Begins to judge the rules from what is remembered of them.</param>
    public void Judge(Func<IDisposable> judge)
    {
        _judge = judge;
        _judging.Disposable = judge();
    }

    /// <summary>The wall clock was set. Windows and waits go on as if it had not been: nothing has happened to the calls.</summary>
    /// <param name="by">How far.</param>
    /// <param name="memory">Moves with it.</param>
    /// <param name="save">Takes the states as they are then, before anything is judged by them.</param>
    public void ClockSet(TimeSpan by, AlertMemory memory, Action<IReadOnlyList<SavedAlertState>> save)
    {
        lock (_gate)
        {
            _judging.Disposable = null;
            Windows.ClockSet(by);
            memory.ClockSet(by);
            save(memory.States);
            _judging.Disposable = _judge?.Invoke();
        }
    }

    public void Dispose()
    {
        _judging.Dispose();
        _subscriptions.Dispose();
    }

    private void RememberWhileFilling(LlmCall call)
    {
        lock (_gate)
        {
            if (_filling)
            {
                _seenLive.Add(call.Id);
            }
        }
    }
}
