using Gateway.Alerting.History;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>Resolves alerts whose rule has been removed or switched off: nothing would ever end them.</summary>
internal sealed partial class OrphanedAlerts(IAlertLog log, IAlertDesk desk, IAlertStore store, AlertMemory memory, SystemHealth health, ILogger<OrphanedAlerts> logger)
{
    /// <param name="set">The rules now in force. One that is not whole proves nothing: the missing rule may only be misspelt.</param>
    /// <param name="stopping">Gives up.</param>
    public async Task ResolveAsync(RuleSet set, CancellationToken stopping)
    {
        if (!set.IsWhole)
        {
            return;
        }

        try
        {
            var active = set.Active.Select(rule => rule.Id).ToHashSet();
            var known = set.Rules.Select(rule => rule.Id).ToHashSet();
            foreach (var alert in (await log.ActiveAsync(stopping)).Where(alert => !active.Contains(alert.RuleId)))
            {
                await desk.ResolveAsync(alert.Id, Alert.ByEngine, known.Contains(alert.RuleId) ? "its rule was switched off" : "its rule was removed", stopping);
                memory.Forget(alert.RuleId);
                await store.ForgetAsync(alert.RuleId, stopping);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            OrphansNotResolved(fault);
            health.Report(HealthParts.Alerts, HealthState.Degraded, $"alerts of removed rules could not be resolved: {fault.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts of rules that were removed could not be resolved")]
    private partial void OrphansNotResolved(Exception fault);
}
