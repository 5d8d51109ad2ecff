using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Webhook;

/// <summary>Where a webhook goes and how it is signed.</summary>
/// <param name="Url">http or https.</param>
/// <param name="Secret">Signing keys, newest first: while a key is being rotated a message carries a signature for each.</param>
/// <param name="Headers">Sent along as they are.</param>
internal sealed record WebhookConfig(Uri Url, IReadOnlyList<WebhookSecret> Secret, IReadOnlyDictionary<string, string> Headers) : ChannelConfig;

/// <summary>A webhook's fields.</summary>
internal sealed class WebhookType : IChannelType
{
    public const string TypeName = "webhook";

    public string Name => TypeName;

    public ChannelDescription Description { get; } = new("Webhook", ChannelGroup.Systems, "Signed JSON to a program of your own, by Standard Webhooks 1.0.0.")
    {
        Setup =
        [
            "The receiver takes POST with JSON, checks the signature with the secret, and answers 2xx within 15 seconds.",
            "Leave the secret empty and one is made; it is shown once, after saving.",
            "To rotate it, put the new secret in front of the old one, with a blank between: messages then carry a signature for each.",
        ],
        Documentation = "https://www.standardwebhooks.com",
        Fields =
        [
            new("url", "Address", FieldKind.Url) { IsRequired = true, IsReceiver = true, Example = "https://example.com/alerts" },
            new("secret", "Signing secret", FieldKind.Secret) { Help = "whsec_ and 24 to 64 bytes in base64. Made when there is none.", Example = "whsec_…" },
            new("headers", "Headers", FieldKind.SecretMap) { IsSent = true, Help = "One a line, for receivers that want a token.", Example = "Authorization: Bearer …" },
        ],
    };

    public int? RateLimitPerMinute => null;

    public ChannelConfig? Read(ConfigValues values)
    {
        var url = values.Url("url");
        var headers = HttpHeaders.Read(values, "headers");
        var keys = values.Secret("secret")?.Reveal().Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var secrets = keys.Select(key => WebhookSecret.TryParse(key, out var secret) ? secret : null).OfType<WebhookSecret>().ToList();
        if (secrets.Count == 0 || secrets.Count < keys.Length)
        {
            values.Mistake("secret", "must be 'whsec_' and 24 to 64 bytes in base64, such as the output of: echo whsec_$(openssl rand -base64 32)");
        }

        values.Require(url is not null, "url", "no address");
        return url is null ? null : new WebhookConfig(url, secrets, headers);
    }
}
