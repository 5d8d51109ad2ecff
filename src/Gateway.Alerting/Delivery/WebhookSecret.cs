using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Alerting.Delivery;

/// <summary>A signing key of Standard Webhooks 1.0.0: <c>whsec_</c> and 24 to 64 random bytes in base64.</summary>
public sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int BytesOfNew = 32;
    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static bool TryParse(string text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        var key = new byte[64];
        secret = text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length)
            && length >= 24
                ? new(key[..length])
                : null;
        return secret is not null;
    }

    /// <summary>The text of a new one.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(BytesOfNew));

    /// <exception cref="FormatException">It is not a secret. The message does not repeat it.</exception>
    public static WebhookSecret Parse(string text) =>
        TryParse(text, out var secret) ? secret : throw new FormatException("A webhook secret is 'whsec_' and 24 to 64 bytes in base64.");

    /// <summary>One <c>v1,…</c> entry of the <c>webhook-signature</c> header.</summary>
    public string Sign(string id, DateTimeOffset at, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(signed)));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => Prefix + "••••";
}
