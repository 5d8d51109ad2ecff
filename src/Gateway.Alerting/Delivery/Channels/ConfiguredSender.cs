using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>A sender that needs a configuration of its own type.</summary>
internal abstract class ConfiguredSender<TConfig> : IChannelSender
    where TConfig : ChannelConfig
{
    public abstract string Type { get; }

    public Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken) => channel switch
    {
        { Config: not TConfig } => Task.FromResult(new DeliveryOutcome(DeliveryResult.NotConfigured, Error: channel.WhyNotConfigured)),
        // Switched off while the message waited.
        { IsEnabled: false } => Task.FromResult(new DeliveryOutcome(DeliveryResult.NotConfigured, Error: NotificationDecision.SwitchedOff)),
        _ => SendAsync(delivery, channel, (TConfig)channel.Config, cancellationToken),
    };

    public string? Render(Delivery delivery, NotificationChannel channel) => channel.Config is TConfig config ? Render(delivery, channel, config) : null;

    /// <summary>The body of a try.</summary>
    protected virtual string Render(Delivery delivery, NotificationChannel channel, TConfig config) => delivery.Payload;

    /// <summary>One try.</summary>
    protected abstract Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, TConfig config, CancellationToken cancellationToken);
}
