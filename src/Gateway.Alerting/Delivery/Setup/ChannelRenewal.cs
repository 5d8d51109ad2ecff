namespace Gateway.Alerting.Delivery.Setup;

/// <summary>What follows from a changed channel: it gets its chance at once, and what is held back because of it is decided again.</summary>
/// <param name="gates">Forget how it was.</param>
/// <param name="held">Messages of quiet hours.</param>
/// <param name="wakeWorker">Lets the delivery worker look again.</param>
/// <param name="time">For now.</param>
public sealed class ChannelRenewal(Gates.ChannelGates gates, IHeldDeliveries held, Action wakeWorker, TimeProvider time)
{
    public async Task RenewAsync(string channelId, CancellationToken cancellationToken)
    {
        gates.Forget(channelId);
        await held.ReconsiderAsync(time.GetUtcNow(), cancellationToken);
        wakeWorker();
    }
}
