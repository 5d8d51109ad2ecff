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

    public ChannelDescription Description { get; } = new("Discord", ChannelGroup.Chat, "Messages in one channel of a Discord server.")
    {
        Setup =
        [
            "Open the channel's settings in Discord, then “Integrations”, then “Webhooks”.",
            "Choose “New Webhook” and “Copy Webhook URL”. Whoever has it can post there, so it is kept as a secret.",
        ],
        Documentation = "https://support.discord.com/hc/articles/228383668",
        Fields = [new("webhook_url", "Webhook URL", FieldKind.Secret) { IsRequired = true, Example = "https://discord.com/api/webhooks/…" }],
    };

    /// <summary>Discord tells its limits only in its answers, which are heeded; this stays below what has been seen.</summary>
    public int? RateLimitPerMinute => 30;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.SecretUrl("webhook_url");
        values.Require(url is not null, "webhook_url", "no address");
        return url is null ? null : new DiscordConfig(url);
    }
}
