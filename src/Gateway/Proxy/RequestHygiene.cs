using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Proxy;

/// <summary>
/// Takes out of a forwarded request what is ours or tells of the client's network: the gateway's own headers and cookies, forwarding headers of proxies before us,
/// trace context (which numbers and may describe calls inside that network), and <c>Expect</c>, which providers that ignore it turn into a second of waiting. All other headers pass unchanged.
/// </summary>
internal sealed class RequestHygiene : RequestTransform
{
    private const string OwnHeaders = "X-Gateway-";

    private static readonly string[] NetworkHeaders = ["Forwarded", "X-Real-IP", "Via", "traceparent", "tracestate", "baggage"];

    private static readonly string[] OwnCookies = ["gateway_admin", "gateway_af"];

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var outgoing = context.ProxyRequest.Headers;
        foreach (var (name, _) in context.HttpContext.Request.Headers)
        {
            if (name.StartsWith(OwnHeaders, StringComparison.OrdinalIgnoreCase) || IsNetwork(name))
                outgoing.Remove(name);
        }

        outgoing.Remove(HeaderNames.Expect);
        if (context.HttpContext.Request.Headers.Cookie is { Count: > 0 } cookies && Array.Exists(cookies.ToArray(), HasOwn!))
            Replace(outgoing, cookies.ToArray());
        return default;
    }

    private static bool IsNetwork(string name) =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || Array.Exists(NetworkHeaders, header => header.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool HasOwn(string cookies) => Array.Exists(OwnCookies, own => cookies.Contains(own, StringComparison.OrdinalIgnoreCase));

    private static void Replace(System.Net.Http.Headers.HttpRequestHeaders outgoing, IEnumerable<string?> cookies)
    {
        var kept = cookies
            .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cookie => !Array.Exists(OwnCookies, own => cookie.StartsWith(own, StringComparison.OrdinalIgnoreCase)));
        outgoing.Remove(HeaderNames.Cookie);
        if (string.Join("; ", kept) is { Length: > 0 } rest)
            outgoing.TryAddWithoutValidation(HeaderNames.Cookie, rest);
    }
}
