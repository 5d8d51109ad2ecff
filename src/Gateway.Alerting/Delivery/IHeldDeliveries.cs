namespace Gateway.Alerting.Delivery;

/// <summary>Messages that a silence or quiet hours hold back: skipped, but with a time at which they are decided again. They outlive a restart.</summary>
public interface IHeldDeliveries
{
    /// <summary>Lets every held message be decided again at once: what holds it may have changed.</summary>
    Task ReconsiderAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Decides again what is due, in one transaction. What may be sent now is put into the outbox, once; what is still held gets a new time;
    /// what there is no more to tell is dropped with its reason.
    /// </summary>
    /// <returns>How many messages were put into the outbox.</returns>
    Task<int> ReleaseDueAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
