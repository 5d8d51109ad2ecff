using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pipelines;

/// <summary>Resolves alerts whose rule has been removed, switched off or grouped anew: nothing would ever end them.</summary>
internal sealed partial class OrphanedAlerts(IAlertLog log, IAlertDesk desk, IAlertStore store, IRuleStore ruleStore, AlertMemory memory, SystemHealth health, ILogger<OrphanedAlerts> logger)
{
    /// <param name="set">The rules now in force. From one that is not whole a file's rule may only be missing because it is misspelt; one of the API is gone when its last version says so.</param>
    /// <param name="stopping">Gives up; the next start looks again.</param>
    /// <returns>Never fails.</returns>
    public async Task ResolveAsync(RuleSet set, CancellationToken stopping)
    {
        try
        {
            var rules = set.Rules.ToDictionary(rule => rule.Id);
            foreach (var alert in await log.ActiveAsync(stopping))
            {
                var rule = rules.GetValueOrDefault(alert.RuleId);
                if (WhyOrphaned(alert, rule) is { } why && (rule is not null || await IsGoneAsync(alert.RuleId, set, stopping)))
                {
                    await desk.ResolveAsync(alert.Id, Alert.ByEngine, why, stopping);
                }
            }

            foreach (var id in (await store.LoadStatesAsync(stopping)).Select(saved => saved.RuleId).Distinct())
            {
                var rule = rules.GetValueOrDefault(id);
                if (rule?.Definition.IsActive == false || (rule is null && await IsGoneAsync(id, set, stopping)))
                {
                    memory.Forget(id);
                    await store.ForgetAsync(id, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start looks at all alerts anew.
        }
        catch (Exception fault)
        {
            OrphansNotResolved(fault);
            health.Report(HealthParts.Alerts, HealthState.Degraded, $"alerts of removed rules could not be resolved: {fault.Message}");
        }
    }

    /// <summary>Whether a rule that is not in the set is certainly no more.</summary>
    private async Task<bool> IsGoneAsync(string ruleId, RuleSet set, CancellationToken stopping) =>
        !set.Broken.Contains(ruleId)
        && (set.IsWhole || (await ruleStore.VersionsAsync(ruleId, 1, 0, stopping)).Versions is [{ Action: RuleAction.Deleted }]);

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
