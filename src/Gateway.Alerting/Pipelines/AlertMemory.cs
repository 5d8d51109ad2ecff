using System.Collections.Concurrent;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// The last state of every (rule, group), as it is or will be saved. New pipelines (start, reload, after a fault) go on from here.
/// Written under the engine's gate; read from anywhere.
/// </summary>
public sealed class AlertMemory
{
    private readonly ConcurrentDictionary<string, RuleMemory> _rules = new(StringComparer.Ordinal);

    /// <summary>What is known of one rule; the same object for as long as the process runs.</summary>
    public RuleMemory Of(string ruleId) => _rules.GetOrAdd(ruleId, _ => new());

    public void Restore(string ruleId, GroupKey group, AlertState state) => Of(ruleId).Remember(group, state);

    /// <summary>All that is remembered, to be saved.</summary>
    public IReadOnlyList<SavedAlertState> States =>
        [.. _rules.SelectMany(rule => rule.Value.States.Select(group => new SavedAlertState(rule.Key, group.Key, group.Value)))];

    /// <summary>Forgets a rule that is no more.</summary>
    public void Forget(string ruleId) => Of(ruleId).Clear();

    /// <summary>The most urgent phase of any of the rule's groups.</summary>
    public AlertPhase PhaseOf(string ruleId) => Of(ruleId).Phase;

    /// <summary>See <see cref="AlertState.ClockSet"/>.</summary>
    public void ClockSet(TimeSpan by)
    {
        foreach (var rule in _rules.Values)
        {
            rule.ClockSet(by);
        }
    }
}

/// <summary>The states of one rule's groups. A group that is as if it had never been seen is not kept.</summary>
public sealed class RuleMemory
{
    private readonly ConcurrentDictionary<GroupKey, AlertState> _groups = new();
    private volatile bool _isEmpty = true;

    /// <summary>Something is on, waited for or to be forgotten in these: they are judged even when they have no calls left.</summary>
    public IEnumerable<GroupKey> Groups => _groups.Select(group => group.Key);

    /// <summary>Asked for every rule at every tick, so it is not left to the dictionary, which locks itself to answer.</summary>
    public bool IsEmpty => _isEmpty;

    internal IEnumerable<KeyValuePair<GroupKey, AlertState>> States => _groups;

    public AlertPhase Phase => _groups.Select(group => group.Value.Phase).DefaultIfEmpty(AlertPhase.Normal).MaxBy(Urgency);

    /// <summary>How many groups are in <see cref="Phase"/>; of <see cref="AlertPhase.Normal"/> only those that are still remembered.</summary>
    public int GroupsInPhase
    {
        get
        {
            var phase = Phase;
            return _groups.Count(group => group.Value.Phase == phase);
        }
    }

    public bool IsFlapping => _groups.Any(group => group.Value.IsFlapping);

    /// <summary>When the last cooldown began that still runs; null when none does.</summary>
    public DateTimeOffset? CoolingSince => _groups.Max(group => group.Value.Cooldown.LastOpenedAt);

    public AlertState StateOf(GroupKey group) => _groups.GetValueOrDefault(group, AlertState.Normal);

    public void Remember(GroupKey group, AlertState state)
    {
        if (state == AlertState.Normal)
        {
            _groups.TryRemove(group, out _);
        }
        else
        {
            _groups[group] = state;
        }

        _isEmpty = _groups.IsEmpty;
    }

    internal void Clear()
    {
        _groups.Clear();
        _isEmpty = true;
    }

    internal void ClockSet(TimeSpan by)
    {
        foreach (var (group, state) in _groups)
        {
            _groups[group] = state.ClockSet(by);
        }
    }

    private static int Urgency(AlertPhase phase) => phase switch
    {
        AlertPhase.Firing => 4,
        AlertPhase.Recovering => 3,
        AlertPhase.Pending => 2,
        AlertPhase.NoData => 1,
        _ => 0,
    };
}
