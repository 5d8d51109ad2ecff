namespace Gateway.Alerting.Delivery.Channels;

/// <summary>The admin itself. An alert is there from the moment it is stored, so there is nothing left to send.</summary>
internal sealed class InAppSender : IChannelSender
{
    public string Type => InAppType.TypeName;

    public Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken) =>
        Task.FromResult(DeliveryOutcome.Delivered());
}
