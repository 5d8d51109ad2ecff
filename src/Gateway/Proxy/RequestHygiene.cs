using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Proxy;

/// <summary>
/// Takes out of a forwarded request what is ours or tells of the client's network: the gateway's own headers, forwarding headers of proxies before us,
/// trace context (which numbers and may describe calls inside that network), and <c>Expect</c>, which providers that ignore it turn into a second of waiting. All other headers pass unchanged.
/// </summary>
internal sealed class RequestHygiene : RequestTransform
{
    private const string OwnHeaders = "X-Gateway-";

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var outgoing = context.ProxyRequest.Headers;
        foreach (var (name, _) in context.HttpContext.Request.Headers)
        {
            if (IsOwnOrNetwork(name))
                outgoing.Remove(name);
        }

        outgoing.Remove(HeaderNames.Expect);
        return default;
    }

    /// <summary>Asked about every header of every request, so the first letter decides for nearly all.</summary>
    private static bool IsOwnOrNetwork(string name) => name[0] switch
    {
        'X' or 'x' => name.StartsWith(OwnHeaders, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Real-IP", StringComparison.OrdinalIgnoreCase),
        'F' or 'f' => name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase),
        'V' or 'v' => name.Equals("Via", StringComparison.OrdinalIgnoreCase),
        'T' or 't' => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase) || name.Equals("tracestate", StringComparison.OrdinalIgnoreCase),
        'B' or 'b' => name.Equals("baggage", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
