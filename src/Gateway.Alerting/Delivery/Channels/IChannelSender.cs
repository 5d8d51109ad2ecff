namespace Gateway.Alerting.Delivery.Channels;

/// <summary>Sends messages to one type of channel.</summary>
public interface IChannelSender
{
    /// <summary>The channel type it serves.</summary>
    string Type { get; }

    /// <summary>One try. Expected failures are outcomes; it throws only on cancellation and on bugs.</summary>
    Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken);

    /// <summary>The very body that would be sent, for people to see; null while the channel is not configured. May hold secrets: to be redacted before anybody sees it.</summary>
    string? Render(Delivery delivery, NotificationChannel channel) => delivery.Payload;
}
