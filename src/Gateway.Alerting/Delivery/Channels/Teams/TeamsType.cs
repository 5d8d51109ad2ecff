using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Teams;

/// <summary>A Workflows webhook of Microsoft Teams.</summary>
/// <param name="WebhookUrl">All of it is the key.</param>
internal sealed record TeamsConfig(Secret WebhookUrl) : ChannelConfig;

/// <summary>A Teams channel's fields.</summary>
internal sealed class TeamsType : IChannelType
{
    public const string TypeName = "teams";

    public string Name => TypeName;

    /// <summary>Teams throttles above four a second; a channel that people read takes less.</summary>
    public int? RateLimitPerMinute => 60;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.SecretUrl("webhook_url");
        values.Require(url is not null, "no address (webhook_url)");
        return url is null ? null : new TeamsConfig(url);
    }
}
