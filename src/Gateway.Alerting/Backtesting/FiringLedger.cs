using Gateway.Alerting.Delivery;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Backtesting;

/// <summary>Turns the transitions of one rule into its firings, and counts what people would have been told. Not thread-safe.</summary>
internal sealed class FiringLedger(CompiledRule rule, QuietRange quiet)
{
    /// <summary>Firings that are listed; all are counted.</summary>
    public const int MostListed = 1_000;

    private readonly Dictionary<GroupKey, Entry> _on = [];
    private readonly List<Entry> _listed = [];
    private readonly List<PastAlert> _waiting = [];
    private readonly MessageTally _messages = new();
    private long _count;
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
        Announce(firing, transition);
        if (transition.State.FiringSince is null)
        {
            firing.EndedAt = transition.Evaluation.At;
            _on.Remove(group);
            Release(firing.Alert, transition.Evaluation.At);
        }
    }

    /// <param name="end">Firings that are still on have lasted until here.</param>
    /// <param name="notes">What else there is to know.</param>
    public RuleHistory Close(DateTimeOffset end, IReadOnlyList<string> notes)
    {
        foreach (var alert in _on.Values.Select(firing => firing.Alert).OfType<PastAlert>().Concat(_waiting))
        {
            alert.Release(end);
            alert.End();
        }

        return new(
            rule,
            [.. _listed.Select(entry => entry.ToFiring(rule, end))],
            _count,
            _messages.Sent,
            _count - _opened,
            _messages.Close(),
            _count > MostListed ? [.. notes, $"The first {MostListed:N0} of {_count:N0} firings are listed."] : notes);
    }

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

    private void Announce(Entry firing, AlertTransition transition)
    {
        var at = transition.Evaluation.At;
        switch (transition.Kind)
        {
            case AlertTransitionKind.Opened when firing.Alert is null:
                _opened++;
                firing.Alert = new(rule.Definition, AlertOpening.Open(transition), quiet, _messages);
                firing.Alert.Announce(NotificationEvent.Opened, at);
                break;
            case AlertTransitionKind.Repeated:
                firing.Alert?.Announce(NotificationEvent.Repeated, at);
                break;
            case AlertTransitionKind.Resolved when rule.Definition.AutoResolve:
                firing.Alert?.Resolve(at);
                break;
        }
    }

    /// <summary>Messages of alerts that are over can still be held back: they are looked after until they have left.</summary>
    private void Release(PastAlert? ended, DateTimeOffset now)
    {
        foreach (var alert in _waiting)
        {
            alert.Release(now);
        }

        _waiting.RemoveAll(alert => !alert.IsWaiting);
        if (ended is { IsWaiting: true })
        {
            _waiting.Add(ended);
        }
    }

    private sealed class Entry(GroupKey group, DateTimeOffset startedAt)
    {
        public double? Peak { get; set; }

        public DateTimeOffset? EndedAt { get; set; }

        /// <summary>Null as long as the cooldown keeps the firing quiet.</summary>
        public PastAlert? Alert { get; set; }

        public Firing ToFiring(CompiledRule rule, DateTimeOffset end) =>
            new(rule.Grouping.Describe(group), startedAt, EndedAt, (EndedAt ?? end) - startedAt, Peak, Alert?.Sent ?? 0, Alert is null);
    }
}
