using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Discord;

/// <summary>A webhook of a Discord channel.</summary>
/// <param name="WebhookUrl">All of it is the key.</param>
internal sealed record DiscordConfig(Secret WebhookUrl) : ChannelConfig;

/// <summary>A Discord channel's fields.</summary>
internal sealed class DiscordType : IChannelType
{
    public const string TypeName = "discord";

    public string Name => TypeName;

    /// <summary>Discord tells its limits only in its answers, which are heeded; this stays below what has been seen.</summary>
    public int? RateLimitPerMinute => 30;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.SecretUrl("webhook_url");
        values.Require(url is not null, "no address (webhook_url)");
        return url is null ? null : new DiscordConfig(url);
    }
}
