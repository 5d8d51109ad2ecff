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

        values.Require(url is not null, "no address (url)");
        return url is null ? null : new WebhookConfig(url, secrets, headers);
    }
}
