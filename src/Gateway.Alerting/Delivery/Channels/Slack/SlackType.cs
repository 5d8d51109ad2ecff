using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Slack;

/// <summary>An incoming webhook of Slack, or of a server that speaks the same.</summary>
/// <param name="WebhookUrl">All of it is the key.</param>
internal sealed record SlackConfig(Secret WebhookUrl) : ChannelConfig;

/// <summary>A Slack channel's fields.</summary>
internal sealed class SlackType : IChannelType
{
    public const string TypeName = "slack";

    public string Name => TypeName;

    /// <summary>Slack: one message a second, short bursts allowed.</summary>
    public int? RateLimitPerMinute => 60;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.SecretUrl("webhook_url");
        values.Require(url is not null, "no address (webhook_url)");
        return url is null ? null : new SlackConfig(url);
    }
}
