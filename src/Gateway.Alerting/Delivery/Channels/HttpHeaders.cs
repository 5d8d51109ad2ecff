using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>Headers of people's own, for receivers that want a token.</summary>
internal static class HttpHeaders
{
    /// <summary>Said by the message itself or by the connection; two of one would break the signature, or the request.</summary>
    private static readonly string[] Ours =
    [
        "connection", "content-encoding", "content-length", "content-type", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
        "webhook-id", "webhook-signature", "webhook-timestamp",
    ];

    public static IReadOnlyDictionary<string, string> Read(ConfigValues values, string field)
    {
        var headers = values.SecretMap(field);
        foreach (var (name, _) in headers.Where(header => !IsHeader(header.Key, header.Value)))
        {
            values.Mistake($"{field}:{name}", "must be a header name, and a value of printable ASCII on one line");
        }

        foreach (var name in headers.Keys.Where(name => Ours.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            values.Mistake($"{field}:{name}", "is set by every message itself; allowed are headers of your own, such as Authorization");
        }

        return headers;
    }

    public static void Add(HttpRequestMessage request, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>A line break in a value would begin another header.</summary>
    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal))
        && value.All(character => character is >= ' ' and <= '~' or '\t');
}
