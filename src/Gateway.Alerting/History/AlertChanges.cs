using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Gateway.Alerting.History;

/// <summary>Tells of every alert that was opened or changed, by the engine or by people, after it has been stored.</summary>
public sealed class AlertChanges : IDisposable
{
    private readonly Subject<Alert> _alerts = new();
    private readonly Lock _gate = new();

    /// <summary>Hot. Subscribers must neither block nor throw.</summary>
    public IObservable<Alert> Alerts => _alerts.AsObservable();

    public void Publish(Alert alert)
    {
        lock (_gate)
        {
            _alerts.OnNext(alert);
        }
    }

    public void Dispose() => _alerts.Dispose();
}
