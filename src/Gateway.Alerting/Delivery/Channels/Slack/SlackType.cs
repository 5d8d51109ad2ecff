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

    public ChannelDescription Description { get; } = new("Slack", ChannelGroup.Chat, "Messages in one channel of a Slack workspace.")
    {
        Setup =
        [
            "Open api.slack.com/apps and create an app in your workspace, or choose one.",
            "Under “Incoming Webhooks” switch them on, choose “Add New Webhook to Workspace” and pick the channel.",
            "Copy the webhook URL. Whoever has it can post there, so it is kept as a secret.",
        ],
        Documentation = "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
        Fields = [new("webhook_url", "Webhook URL", FieldKind.Secret) { IsRequired = true, Example = "https://hooks.slack.com/services/T…/B…/…" }],
    };

    /// <summary>Slack: one message a second, short bursts allowed.</summary>
    public int? RateLimitPerMinute => 60;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.SecretUrl("webhook_url");
        values.Require(url is not null, "webhook_url", "no address");
        return url is null ? null : new SlackConfig(url);
    }
}
