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

    public ChannelDescription Description { get; } = new("Microsoft Teams", ChannelGroup.Chat, "Cards in a Teams channel or chat, by a Workflows webhook.")
    {
        Setup =
        [
            "In Teams open the channel's “…” menu, then “Workflows”.",
            "Choose the template “Post to a channel when a webhook request is received”, name it and pick the channel.",
            "Copy the address that it shows at the end. Whoever has it can post there, so it is kept as a secret.",
        ],
        Documentation = "https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498",
        Fields = [new("webhook_url", "Webhook URL", FieldKind.Secret) { IsRequired = true, Example = "https://….logic.azure.com/workflows/…" }],
    };

    /// <summary>Teams throttles above four a second; a channel that people read takes less.</summary>
    public int? RateLimitPerMinute => 60;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.SecretUrl("webhook_url");
        values.Require(url is not null, "webhook_url", "no address");
        return url is null ? null : new TeamsConfig(url);
    }
}
