using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Gateway.Alerting.Delivery;

/// <summary>Tells of every message whose status changed, after that has been stored.</summary>
public sealed class DeliveryChanges : IDisposable
{
    private readonly Subject<DeliveryChange> _deliveries = new();
    private readonly Lock _gate = new();

    /// <summary>Hot. Subscribers must neither block nor throw.</summary>
    public IObservable<DeliveryChange> Deliveries => _deliveries.AsObservable();

    public void Publish(DeliveryChange change)
    {
        lock (_gate)
        {
            _deliveries.OnNext(change);
        }
    }

    public void Dispose() => _deliveries.Dispose();
}

/// <summary>Where a message stands now. What it says and what went wrong is not in it: that is asked for.</summary>
/// <param name="Id">The message.</param>
/// <param name="AlertId">What it tells of; null for a digest.</param>
/// <param name="ChannelId">Where to.</param>
/// <param name="Event">One of <see cref="MessageTypes"/>.</param>
/// <param name="Status">Now.</param>
public sealed record DeliveryChange(string Id, string? AlertId, string ChannelId, string Event, DeliveryStatus Status);
