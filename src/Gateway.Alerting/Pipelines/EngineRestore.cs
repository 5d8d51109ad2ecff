using Gateway.Alerting.History;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>Takes up where the process before has stopped: the saved states of all rules, and the alerts that are not resolved.</summary>
internal sealed partial class EngineRestore(
    IAlertStore alerts, IAlertLog log, AlertMemory memory, AlertTally tally, SystemHealth health, TimeProvider time, ILogger<EngineRestore> logger)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Without the saved states a restart would repeat alerts; without the database no alert can be stored anyway. So it waits for that.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (await TryRunAsync(stopping) is { } fault)
        {
            StatesNotRestored(fault);
            health.Report(HealthParts.Engine, HealthState.Degraded, $"waiting for the database, no rule is judged yet: {fault.Message}");
            await Task.Delay(AfterFault, time, stopping);
        }
    }

    private async Task<Exception?> TryRunAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var (ruleId, group, state) in await alerts.LoadStatesAsync(stopping))
            {
                memory.Restore(ruleId, group, state);
            }

            tally.Seed(await log.ActiveAsync(stopping));
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return fault;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Saved alert states cannot be read; trying again")]
    private partial void StatesNotRestored(Exception fault);
}
