using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Backtesting;

/// <summary>Turns the transitions of one rule into its firings, and counts what people would have been told. Not thread-safe.</summary>
internal sealed class FiringLedger(CompiledRule rule)
{
    /// <summary>Firings that are listed; all are counted.</summary>
    public const int MostListed = 1_000;

    private readonly Dictionary<GroupKey, Entry> _on = [];
    private readonly List<Entry> _listed = [];
    private long _count;
    private long _notifications;
    private long _opened;

    public void Note(AlertTransition transition)
    {
        var group = transition.Evaluation.Group;
        if (!_on.TryGetValue(group, out var firing))
        {
            if (transition.State.FiringSince is not { } since)
            {
                return;
            }

            _on[group] = firing = Begin(group, since);
        }

        firing.Peak = transition.State.Peak ?? firing.Peak;
        Announce(firing, transition.Kind);
        if (transition.State.FiringSince is null)
        {
            firing.EndedAt = transition.Evaluation.At;
            _on.Remove(group);
        }
    }

    /// <param name="end">Firings that are still on have lasted until here.</param>
    /// <param name="notes">What else there is to know.</param>
    public RuleHistory Close(DateTimeOffset end, IReadOnlyList<string> notes) => new(
        rule,
        [.. _listed.Select(entry => entry.ToFiring(rule, end))],
        _count,
        _notifications,
        _count - _opened,
        _count > MostListed ? [.. notes, $"The first {MostListed:N0} of {_count:N0} firings are listed."] : notes);

    private Entry Begin(GroupKey group, DateTimeOffset since)
    {
        var firing = new Entry(group, since);
        _count++;
        if (_listed.Count < MostListed)
        {
            _listed.Add(firing);
        }

        return firing;
    }

    /// <summary>The one place that decides what would have been sent: what keeps messages back is asked here.</summary>
    private void Announce(Entry firing, AlertTransitionKind? kind)
    {
        if (kind == AlertTransitionKind.Opened && !firing.Opened)
        {
            firing.Opened = true;
            _opened++;
        }

        var sent = kind switch
        {
            AlertTransitionKind.Opened or AlertTransitionKind.Repeated => 1,
            AlertTransitionKind.Resolved when rule.Definition is { SendResolved: true, AutoResolve: true } => 1,
            _ => 0,
        };
        firing.Notifications += sent;
        _notifications += sent;
    }

    private sealed class Entry(GroupKey group, DateTimeOffset startedAt)
    {
        public double? Peak { get; set; }

        public DateTimeOffset? EndedAt { get; set; }

        public bool Opened { get; set; }

        public long Notifications { get; set; }

        public Firing ToFiring(CompiledRule rule, DateTimeOffset end) =>
            new(rule.Grouping.Describe(group), startedAt, EndedAt, (EndedAt ?? end) - startedAt, Peak, Notifications, !Opened);
    }
}
