namespace Gateway.Alerting.Delivery.Channels;

/// <summary>Sends messages to one type of channel.</summary>
public interface IChannelSender
{
    /// <summary>The channel type it serves.</summary>
    string Type { get; }

    /// <summary>One try. Expected failures are outcomes; it throws only on cancellation and on bugs.</summary>
    Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken);
}
