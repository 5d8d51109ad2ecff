using System.Collections.Concurrent;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// The last state of every (rule, group), as it is or will be saved. New pipelines (start, reload, after a fault) go on from here.
/// Written under the engine's gate; read from anywhere.
/// </summary>
public sealed class AlertMemory
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<GroupKey, AlertState>> _rules = new(StringComparer.Ordinal);

    public void Restore(string ruleId, GroupKey group, AlertState state) => GroupsOf(ruleId)[group] = state;

    /// <summary>Forgets a rule that is no more.</summary>
    public void Forget(string ruleId) => _rules.TryRemove(ruleId, out _);

    public AlertState StateOf(string ruleId, GroupKey group) => GroupsOf(ruleId).GetValueOrDefault(group, AlertState.Normal);

    /// <summary>Groups that must be judged even when they have no calls left: something is pending, firing or recovering.</summary>
    public IEnumerable<GroupKey> UnrestingGroups(string ruleId) =>
        GroupsOf(ruleId).Where(group => !IsAtRest(group.Value)).Select(group => group.Key);

    /// <summary>The most urgent phase of any of the rule's groups.</summary>
    public AlertPhase PhaseOf(string ruleId) =>
        GroupsOf(ruleId).Values.Select(state => state.Phase).DefaultIfEmpty(AlertPhase.Normal).MaxBy(Urgency);

    /// <summary>A group that is as if it had never been seen is not kept.</summary>
    public void Remember(AlertTransition transition)
    {
        var groups = GroupsOf(transition.Rule.Id);
        if (transition.State == AlertState.Normal)
        {
            groups.TryRemove(transition.Evaluation.Group, out _);
        }
        else
        {
            groups[transition.Evaluation.Group] = transition.State;
        }
    }

    private static bool IsAtRest(AlertState state) => state.Phase is AlertPhase.Normal or AlertPhase.NoData;

    private static int Urgency(AlertPhase phase) => phase switch
    {
        AlertPhase.Firing => 4,
        AlertPhase.Recovering => 3,
        AlertPhase.Pending => 2,
        AlertPhase.NoData => 1,
        _ => 0,
    };

    private ConcurrentDictionary<GroupKey, AlertState> GroupsOf(string ruleId) => _rules.GetOrAdd(ruleId, _ => new());
}
