using System.Reactive.Linq;
using System.Threading.Channels;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// Keeps the rules in motion: resumes from what was saved, fills the windows from the call log, judges on every tick, and hands what
/// changed to the recorder. The only place that subscribes to pipelines.
/// </summary>
internal sealed class AlertEngine(
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
    IOptions<AlertingOptions> options) : BackgroundService
{
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
        // Only the newest set matters to a reader that was busy.
        var sets = Channel.CreateBounded<RuleSet>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var subscription = rules.Changes.Subscribe(set => sets.Writer.TryWrite(set));
        await foreach (var set in sets.Reader.ReadAllAsync(stoppingToken))
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
        await fill.RunAsync(next, beside: before is not null, stopping);
        foreach (var rule in set.Active)
        {
            next.Add(supervisor.Supervise(rule, snapshots).Subscribe(recorder.Enqueue));
        }

        next.Add(snapshots.Subscribe(live.Take));
        _current = next;
        before?.Dispose();
        await orphans.ResolveAsync(set, stopping);
        health.Report(HealthParts.Engine, HealthState.Healthy, $"{set.Active.Count()} rules are judged every {options.Value.EvaluationInterval.TotalSeconds:0.###} s");
    }

    private WindowSet NewWindows(RuleSet set)
    {
        var windows = new WindowSet(options.Value.Zone);
        windows.RequireOnly([.. set.Active.SelectMany(rule => rule.Series).Concat(live.Series).Distinct()]);
        return windows;
    }
}
