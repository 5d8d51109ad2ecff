using System.Reactive.Linq;
using System.Threading.Channels;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// Keeps the rules in motion: resumes from what was saved, fills the windows from the call log, judges on every tick, and hands what
/// changed to the recorder. The only place that subscribes.
/// </summary>
internal sealed partial class AlertEngine(
    CallFeed feed,
    RuleSetProvider rules,
    IAlertStore alerts,
    IAlertLog alertLog,
    AlertTally tally,
    ICallLog log,
    ICallRollups rollups,
    AlertMemory memory,
    AlertRecorder recorder,
    LiveMetricsSource live,
    PipelineSupervisor supervisor,
    SystemHealth health,
    TimeProviderScheduler scheduler,
    TimeProvider time,
    IOptions<AlertingOptions> options,
    ILogger<AlertEngine> logger) : BackgroundService
{
    /// <summary>Calls reach the log this much later than the feed at the most; a reload's fill waits for them.</summary>
    private static readonly TimeSpan LogLag = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private volatile RuleGeneration? _current;

    /// <summary>Fires on the scheduler's threads; one tick at a time.</summary>
    private IObservable<DateTimeOffset> Ticks => Observable.Interval(options.Value.EvaluationInterval, scheduler).Select(_ => scheduler.Now);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Report(HealthParts.Engine, HealthState.Degraded, "starting: windows are being filled from the call log, no rule is judged yet");
        await RestoreAsync(stoppingToken);
        // Only the newest set matters to a reader that was busy.
        var sets = Channel.CreateBounded<RuleSet>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var subscription = rules.Changes.Subscribe(set => sets.Writer.TryWrite(set));
        await foreach (var set in sets.Reader.ReadAllAsync(stoppingToken))
        {
            await SwitchToAsync(set, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _current?.Dispose();
        base.Dispose();
    }

    /// <summary>Without the saved states a restart would repeat alerts; without the database no alert can be stored anyway. So wait for it.</summary>
    private async Task RestoreAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                foreach (var (ruleId, group, state) in await alerts.LoadStatesAsync(stopping))
                {
                    memory.Restore(ruleId, group, state);
                }

                tally.Seed(await alertLog.ActiveAsync(stopping));
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                StatesNotRestored(fault);
                health.Report(HealthParts.Engine, HealthState.Degraded, $"waiting for the database, no rule is judged yet: {fault.Message}");
                await Task.Delay(AfterFault, time, stopping);
            }
        }
    }

    private async Task SwitchToAsync(RuleSet set, CancellationToken stopping)
    {
        var before = _current;
        var next = new RuleGeneration(set, NewWindows(set), time, _gate);
        var snapshots = next.Connect(feed.Calls, Ticks.Where(_ => ReferenceEquals(_current, next)));
        await FillAsync(next, isReload: before is not null, stopping);
        foreach (var rule in set.Active)
        {
            next.Add(supervisor.Supervise(rule, snapshots).Subscribe(recorder.Enqueue));
        }

        next.Add(snapshots.Subscribe(live.Take));
        _current = next;
        before?.Dispose();
        health.Report(HealthParts.Engine, HealthState.Healthy, $"{set.Active.Count()} rules are judged every {options.Value.EvaluationInterval.TotalSeconds:0.###} s");
    }

    private WindowSet NewWindows(RuleSet set)
    {
        var windows = new WindowSet(options.Value.Zone);
        windows.RequireOnly([.. set.Active.SelectMany(rule => rule.Series).Concat(live.Series).Distinct()]);
        return windows;
    }

    private async Task FillAsync(RuleGeneration generation, bool isReload, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        try
        {
            if (isReload)
            {
                await Task.Delay(LogLag, time, stopping);
            }

            await generation.FillAsync(log, rollups, now, stopping);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            WindowsNotFilled(fault);
            health.Report(HealthParts.Engine, HealthState.Degraded, $"windows could not be filled from the call log and start empty: {fault.Message}");
        }
        finally
        {
            generation.EndFilling();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Saved alert states cannot be read; trying again")]
    private partial void StatesNotRestored(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Windows could not be filled from the call log; they start empty")]
    private partial void WindowsNotFilled(Exception fault);
}
