using System.Threading.Channels;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Windows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// Takes transitions off the pipelines' hands and stores them: whatever is waiting goes into one transaction. A store that fails is tried
/// again until it works; transitions wait in memory meanwhile, and a crash then only means that the restart judges them anew.
/// </summary>
internal sealed partial class AlertRecorder(IAlertStore store, AlertChanges changes, SystemHealth health, TimeProvider time, ILogger<AlertRecorder> log) : BackgroundService
{
    private const int LargestBatch = 1_000;
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly Channel<Recorded> _queue = Channel.CreateUnbounded<Recorded>(new() { SingleReader = true });

    /// <summary>Never waits and never throws: called on the engine's tick.</summary>
    public void Enqueue(AlertTransition transition) => _queue.Writer.TryWrite(new(transition, null, null));

    /// <summary>States that have moved with the clock: saved after the transitions before them, and before those after them.</summary>
    public void Enqueue(IReadOnlyList<SavedAlertState> states) => _queue.Writer.TryWrite(new(null, states, null));

    /// <summary>Work that looks at what is stored: it runs once everything before it is, and before anything after it. It must not throw.</summary>
    public void Enqueue(Func<Task> work) => _queue.Writer.TryWrite(new(null, null, work));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AlertTransition>();
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            Recorded next = default;
            while (batch.Count < LargestBatch && next is { Moved: null, Work: null } && _queue.Reader.TryRead(out next))
            {
                if (next.Transition is { } transition)
                {
                    batch.Add(transition);
                }
            }

            await StoreAsync(batch, next.Moved, stoppingToken);
            batch.Clear();
            if (next.Work is { } work)
            {
                await work();
            }
        }
    }

    private async Task StoreAsync(List<AlertTransition> batch, IReadOnlyList<SavedAlertState>? moved, CancellationToken stopping)
    {
        if (batch.Count > 0 && await UntilStoredAsync(() => store.RecordAsync(batch, CancellationToken.None), batch.Count, stopping) is { } changed)
        {
            Announce(batch, changed);
        }

        if (moved is { Count: > 0 })
        {
            await UntilStoredAsync(() => SaveAsync(moved), moved.Count, stopping);
        }
    }

    /// <returns>No alert changes by it.</returns>
    private async Task<IReadOnlyList<Alert>> SaveAsync(IReadOnlyList<SavedAlertState> moved)
    {
        await store.SaveStatesAsync(moved, time.GetUtcNow(), CancellationToken.None);
        return [];
    }

    /// <returns>The alerts that were opened or changed; null when the process ends first: the restart judges anew from the states that were saved.</returns>
    private async Task<IReadOnlyList<Alert>?> UntilStoredAsync(Func<Task<IReadOnlyList<Alert>>> write, int count, CancellationToken stopping)
    {
        IReadOnlyList<Alert>? changed;
        while ((changed = await TryAsync(write, count)) is null)
        {
            if (stopping.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(AfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        health.Report(HealthParts.Alerts, HealthState.Healthy, "alerts are being stored");
        return changed;
    }

    /// <returns>Null when the store refused.</returns>
    private async Task<IReadOnlyList<Alert>?> TryAsync(Func<Task<IReadOnlyList<Alert>>> write, int count)
    {
        try
        {
            return await write();
        }
        catch (Exception fault)
        {
            TransitionsNotStored(fault, count);
            health.Report(HealthParts.Alerts, HealthState.Degraded, $"alerts cannot be stored and wait in memory: {fault.Message}");
            return null;
        }
    }

    private void Announce(List<AlertTransition> batch, IReadOnlyList<Alert> changed)
    {
        foreach (var transition in batch.Where(transition => transition.Kind is not null))
        {
            RuleMoved(transition.Rule.Id, transition.Evaluation.Group, transition.Kind!.Value);
        }

        foreach (var alert in changed)
        {
            changes.Publish(alert);
        }
    }

    /// <summary>One of the three.</summary>
    private readonly record struct Recorded(AlertTransition? Transition, IReadOnlyList<SavedAlertState>? Moved, Func<Task>? Work);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule} {Group} {Kind}")]
    private partial void RuleMoved(string rule, GroupKey group, AlertTransitionKind kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} alert transitions cannot be stored; trying again")]
    private partial void TransitionsNotStored(Exception fault, int count);
}
