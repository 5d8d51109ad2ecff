using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>Resolves alerts whose rule has been removed, switched off or grouped anew: nothing would ever end them.</summary>
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
            var rules = set.Rules.ToDictionary(rule => rule.Id);
            foreach (var alert in (await log.ActiveAsync(stopping)).Where(alert => !set.Broken.Contains(alert.RuleId)))
            {
                if (WhyOrphaned(alert, rules.GetValueOrDefault(alert.RuleId)) is { } why)
                {
                    await desk.ResolveAsync(alert.Id, Alert.ByEngine, why, stopping);
                }
            }

            foreach (var gone in (await store.LoadStatesAsync(stopping)).Select(saved => saved.RuleId).Distinct().Where(id => rules.GetValueOrDefault(id)?.Definition.IsActive != true && !set.Broken.Contains(id)))
            {
                memory.Forget(gone);
                await store.ForgetAsync(gone, stopping);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            OrphansNotResolved(fault);
            health.Report(HealthParts.Alerts, HealthState.Degraded, $"alerts of removed rules could not be resolved: {fault.Message}");
        }
    }

    private static string? WhyOrphaned(Alert alert, CompiledRule? rule) => rule switch
    {
        null => "its rule was removed",
        { Definition.IsActive: false } => "its rule was switched off",
        _ when !rule.Definition.GroupBy.ToHashSet().SetEquals(alert.Group.Keys) => "its rule groups by something else now",
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "Alerts of rules that were removed could not be resolved")]
    private partial void OrphansNotResolved(Exception fault);
}
