using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>A sender that needs a configuration of its own type.</summary>
internal abstract class ConfiguredSender<TConfig> : IChannelSender
    where TConfig : ChannelConfig
{
    public abstract string Type { get; }

    public Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken) => channel.Config is TConfig config
        ? SendAsync(delivery, channel, config, cancellationToken)
        : Task.FromResult(new DeliveryOutcome(DeliveryResult.NotConfigured, Error: channel.WhyNotConfigured));

    /// <summary>One try.</summary>
    protected abstract Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, TConfig config, CancellationToken cancellationToken);
}
