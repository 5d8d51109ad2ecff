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
    private volatile RuleGeneration? _current;

    /// <summary>Fires on the scheduler's threads; one tick at a time.</summary>
    private IObservable<DateTimeOffset> Ticks => Observable.Interval(options.Value.EvaluationInterval, scheduler).Select(_ => scheduler.Now);

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
        var before = _current;
        var next = new RuleGeneration(NewWindows(set), time, _gate);
        var snapshots = next.Connect(feed.Calls, Ticks.Where(_ => ReferenceEquals(_current, next)));
        var isFilled = await fill.RunAsync(next, beside: before is not null, stopping);
        foreach (var rule in set.Active)
        {
            next.Add(supervisor.Supervise(rule, snapshots).Subscribe(recorder.Enqueue));
        }

        next.Add(snapshots.Subscribe(live.Take, fault => Rebuild(set, fault)));
        _current = next;
        before?.Dispose();
        await orphans.ResolveAsync(set, stopping);
        var words = $"{set.Active.Count()} rules are judged every {options.Value.EvaluationInterval.TotalSeconds:0.###} s";
        health.Report(
            HealthParts.Engine,
            isFilled ? HealthState.Healthy : HealthState.Degraded,
            isFilled ? words : words + ", but the call log could not be read: their windows began empty");
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

    private WindowSet NewWindows(RuleSet set)
    {
        var windows = new WindowSet(options.Value.FindZone());
        windows.RequireOnly([.. set.Active.SelectMany(rule => rule.Series).Concat(live.Series).Distinct()]);
        return windows;
    }
}
