using System.Collections.Concurrent;

namespace Gateway.Alerting.History;

/// <summary>Counts the alerts that are not resolved, without asking the database each time.</summary>
internal sealed class AlertTally : IDisposable
{
    private readonly ConcurrentDictionary<string, byte> _unresolved = new(StringComparer.Ordinal);
    private readonly IDisposable _subscription;

    public AlertTally(AlertChanges changes) => _subscription = changes.Alerts.Subscribe(Take);

    public int Unresolved => _unresolved.Count;

    public void Seed(IEnumerable<Alert> unresolved)
    {
        foreach (var alert in unresolved)
        {
            Take(alert);
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Take(Alert alert)
    {
        if (alert.Status == AlertStatus.Resolved)
        {
            _unresolved.TryRemove(alert.Id, out _);
        }
        else
        {
            _unresolved[alert.Id] = 0;
        }
    }
}
