using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Proxy;

/// <summary>
/// Forwards the path as the client wrote it. The server decodes percent-escapes and the proxy would encode them anew, not always to the same bytes:
/// a signature over the path (AWS) would no longer hold, and a model's name could change its meaning.
/// </summary>
internal sealed class RawPath : RequestTransform
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is not null && target.Contains('%', StringComparison.Ordinal) && context.ProxyRequest.RequestUri is null
            && Rest(target, context.HttpContext.Request.Path, context.Path) is { } path)
        {
            context.ProxyRequest.RequestUri = new Uri(context.DestinationPrefix.TrimEnd('/') + path + context.Query.QueryString.ToUriComponent(), AsWritten);
        }

        return default;
    }

    /// <summary>
    /// What of the raw path is left once the proxy has taken the route's prefix off; null when the two cannot be matched with certainty
    /// (other transforms, escapes in the prefix, dot segments), in which case the proxy's own encoding stands.
    /// </summary>
    private static string? Rest(string target, PathString full, PathString forwarded)
    {
        var raw = target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? target[..query] : target;
        var (from, to) = (full.Value ?? "", forwarded.Value ?? "");
        var prefix = from.Length - to.Length;
        if (prefix < 0 || !from.EndsWith(to, StringComparison.Ordinal) || !raw.StartsWith(from[..prefix], StringComparison.Ordinal))
            return null;
        var rest = raw[prefix..];
        return rest.StartsWith('/') && PathString.FromUriComponent(rest).Value is { } decoded && Unslash(decoded) == Unslash(to) && !HasDotSegment(Unslash(decoded)) ? rest : null;
    }

    /// <summary>Decoders differ over <c>%2F</c>, which is no separator; either reading of it is the same path here.</summary>
    private static string Unslash(string path) => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static bool HasDotSegment(string path) => path.Split('/').Any(segment => segment is "." or "..");
}
