using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Threading.Channels;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// Keeps the rules in motion: resumes from what was saved, fills the windows from the call log, judges on every tick, and hands what
/// changed to the recorder. The only place that subscribes to pipelines.
/// </summary>
internal sealed partial class AlertEngine(
    CallFeed feed,
    RuleSetProvider rules,
    EngineRestore restore,
    WindowFill fill,
    OrphanedAlerts orphans,
    PipelineSupervisor supervisor,
    AlertMemory memory,
    RuleHealthBoard board,
    InFlightCalls inFlight,
    AlertRecorder recorder,
    LiveMetricsSource live,
    SystemHealth health,
    TimeProviderScheduler scheduler,
    TimeProvider time,
    IOptions<AlertingOptions> options,
    ILogger<AlertEngine> logger) : BackgroundService
{
    /// <summary>Only the newest set matters to a reader that was busy.</summary>
    private readonly Channel<RuleSet> _sets = Channel.CreateBounded<RuleSet>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly object _gate = new();
    private readonly FoldingWatch _folding = new(board);
    private readonly ClockWatch _clock = new(time);
    private volatile RuleGeneration? _current;

    public override void Dispose()
    {
        _current?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Report(HealthParts.Engine, HealthState.Degraded, "starting: windows are being filled from the call log, no rule is judged yet");
        await restore.RunAsync(stoppingToken);
        using var subscription = rules.Changes.Subscribe(set => _sets.Writer.TryWrite(set));
        await foreach (var set in _sets.Reader.ReadAllAsync(stoppingToken))
        {
            await SwitchToAsync(set, stoppingToken);
        }
    }

    /// <summary>The old generation is judged until the new one's windows are full.</summary>
    private async Task SwitchToAsync(RuleSet set, CancellationToken stopping)
    {
        using var noImport = await feed.ImportTurnAsync(stopping);
        var before = _current;
        var next = new RuleGeneration(set, NewWindows(set), time, _gate);
        next.KeepGroups(memory, before?.Rules);
        var snapshots = next.Connect(feed.Calls, Observable
            .Interval(options.Value.EvaluationInterval, scheduler)
            .Where(_ => ReferenceEquals(_current, next))
            .Select(_ => Tick(next)));
        var isFilled = await fill.RunAsync(next, beside: before is not null, stopping);
        Carry(before?.Rules, set);
        next.Judge(() => Judge(set, snapshots));
        _current = next;
        before?.Dispose();
        // Behind what the old generation saw last: an alert whose opening still waits to be stored would be found by nobody.
        recorder.Enqueue(() => orphans.ResolveAsync(set, stopping));
        var words = $"{set.Active.Count()} rules are judged every {options.Value.EvaluationInterval.TotalSeconds:0.###} s";
        health.Report(
            HealthParts.Engine,
            isFilled ? HealthState.Healthy : HealthState.Degraded,
            isFilled ? words : words + ", but the call log could not be read: their windows began empty");
    }

    private CompositeDisposable Judge(RuleSet set, IObservable<WindowSnapshot> snapshots)
    {
        CompiledRule[] active = [.. set.Active];
        var dispatch = new TickDispatch(active, memory);
        var ticks = snapshots
            .Select(dispatch.Find)
            .Do(dispatch.Show);
        return new(
        [
            .. active.Select(rule => supervisor.Supervise(rule, dispatch.For(rule)).Subscribe(recorder.Enqueue)),
            ticks.Subscribe(tick => Look(tick, set), fault => Rebuild(set, fault)),
        ]);
    }

    /// <summary>What an edit keeps and what it begins anew.</summary>
    private void Carry(RuleSet? before, RuleSet after)
    {
        board.KeepOnly(after.Active.Select(rule => rule.Id).ToHashSet());
        foreach (var edit in RuleEdit.Between(before, after))
        {
            if (edit.RegroupsIt)
            {
                memory.Forget(edit.RuleId);
            }

            RuleEdited(edit.RuleId, edit.Words);
        }
    }

    /// <summary>On the scheduler's threads; one tick at a time.</summary>
    private DateTimeOffset Tick(RuleGeneration generation)
    {
        var jump = _clock.Look();
        if (jump != TimeSpan.Zero)
        {
            ClockWasSet(jump);
            generation.ClockSet(jump, memory, recorder.Enqueue);
        }

        return scheduler.Now;
    }

    private void Look(WindowSnapshot snapshot, RuleSet set)
    {
        live.Take(snapshot);
        _folding.Look(snapshot.Windows, set);
    }

    /// <summary>What all rules share has failed: without a new generation nothing would ever be judged again.</summary>
    private void Rebuild(RuleSet set, Exception fault)
    {
        WindowsFaulted(fault);
        health.Report(HealthParts.Engine, HealthState.Degraded, $"the windows failed and are being built anew: {fault.Message}");
        _sets.Writer.TryWrite(set);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The windows failed; they are built anew from the call log")]
    private partial void WindowsFaulted(Exception fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule} was edited: {Words}")]
    private partial void RuleEdited(string rule, string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock was set by {Jump}; windows and waits go on as if it had not been, days and months follow it")]
    private partial void ClockWasSet(TimeSpan jump);

    private WindowSet NewWindows(RuleSet set)
    {
        var windows = new WindowSet(options.Value.FindZone(), () => inFlight.List(time));
        windows.RequireOnly([.. set.Active.SelectMany(rule => rule.Series).Concat(live.Series).Distinct()]);
        return windows;
    }
}
