using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Proxy;

/// <summary>Keeps the admin and the providers that share its origin apart: its cookies reach none of them, and no answer of theirs runs as the admin.</summary>
internal sealed class AdminIsolation : ITransformProvider
{
    private static readonly RequestFuncTransform KeepCookies = new(RemoveOwnCookies);
    private static readonly BrowserIsolation Isolation = new();

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.RequestTransforms.Add(KeepCookies);
        context.ResponseTransforms.Add(Isolation);
    }

    private static ValueTask RemoveOwnCookies(RequestTransformContext context)
    {
        if (context.HttpContext.Request.Headers.Cookie is { Count: > 0 } cookies && Array.Exists(cookies.ToArray(), OwnCookies.Mentions))
            Replace(context.ProxyRequest.Headers, cookies.ToArray());
        return default;
    }

    private static void Replace(System.Net.Http.Headers.HttpRequestHeaders outgoing, IEnumerable<string?> cookies)
    {
        var kept = cookies
            .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cookie => !OwnCookies.Contains(cookie));
        outgoing.Remove(HeaderNames.Cookie);
        if (string.Join("; ", kept) is { Length: > 0 } rest)
            outgoing.TryAddWithoutValidation(HeaderNames.Cookie, rest);
    }
}
