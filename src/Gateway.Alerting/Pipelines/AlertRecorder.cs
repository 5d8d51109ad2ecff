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

    private readonly Channel<AlertTransition> _queue = Channel.CreateUnbounded<AlertTransition>(new() { SingleReader = true });

    /// <summary>Never waits and never throws: called on the engine's tick.</summary>
    public void Enqueue(AlertTransition transition) => _queue.Writer.TryWrite(transition);

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
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var transition))
            {
                batch.Add(transition);
            }

            await StoreAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<AlertTransition> batch, CancellationToken stopping)
    {
        IReadOnlyList<Alert>? changed;
        while ((changed = await TryStoreAsync(batch)) is null)
        {
            if (stopping.IsCancellationRequested)
            {
                // The restart judges anew from the states that were saved.
                return;
            }

            await Task.Delay(AfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        health.Report(HealthParts.Alerts, HealthState.Healthy, "alerts are being stored");
        Announce(batch, changed);
    }

    /// <returns>The alerts that were opened or changed; null when the store refused.</returns>
    private async Task<IReadOnlyList<Alert>?> TryStoreAsync(List<AlertTransition> batch)
    {
        try
        {
            return await store.RecordAsync(batch, CancellationToken.None);
        }
        catch (Exception fault)
        {
            TransitionsNotStored(fault, batch.Count);
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule} {Group} {Kind}")]
    private partial void RuleMoved(string rule, GroupKey group, AlertTransitionKind kind);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} alert transitions cannot be stored; trying again")]
    private partial void TransitionsNotStored(Exception fault, int count);
}
