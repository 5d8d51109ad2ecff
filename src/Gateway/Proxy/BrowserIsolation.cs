using Yarp.ReverseProxy.Transforms;

namespace Gateway.Proxy;

/// <summary>
/// Proxied answers share the admin's origin. A browser that shows one as a page must not run it as the admin: it gets a sandbox without
/// scripts and without that origin. No provider may set the admin's cookies. Other clients, <c>fetch</c> in a page included, see no difference.
/// </summary>
internal sealed class BrowserIsolation : ResponseTransform
{
    /// <summary>What a browser would run with the rights of the page that loads it. No API answer is any of these.</summary>
    private static readonly string[] Executable = ["script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet", "style", "xslt"];

    /// <summary>Whether a browser asks for the answer in order to run it.</summary>
    public static bool WouldExecute(HttpRequest request) => Destination(request) is { Length: > 0 } destination && Executable.Contains(destination, StringComparer.Ordinal);

    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        var headers = context.HttpContext.Response.Headers;
        if (Destination(context.HttpContext.Request) is not ("" or "empty"))
        {
            headers.ContentSecurityPolicy = "sandbox";
            headers.XContentTypeOptions = "nosniff";
        }

        if (headers.SetCookie.Count > 0 && headers.SetCookie.ToArray() is { } cookies && Array.Exists(cookies, OwnCookies.Contains))
        {
            headers.SetCookie = cookies.Where(cookie => !OwnCookies.Contains(cookie)).ToArray();
        }

        return default;
    }

    /// <summary>Only browsers send it; pages cannot forge it.</summary>
    private static string Destination(HttpRequest request) => request.Headers["Sec-Fetch-Dest"].ToString();
}
