using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Proxy;

/// <summary>
/// Forwards the path as the client wrote it. The server decodes percent-escapes and the proxy would encode them anew, not always to the same bytes:
/// a signature over the path (AWS) would no longer hold, and a model's name could change its meaning.
/// </summary>
internal sealed class RawPath : RequestTransform
{
    /// <summary>Characters that the proxy writes as they are; all others it may encode, or encode otherwise.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/");

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var raw = target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? target[..query] : target;
        if (raw.AsSpan().ContainsAnyExcept(Plain) && context.ProxyRequest.RequestUri is null
            && Rest(raw, context.HttpContext.Request.Path, context.Path) is { } path)
        {
            context.ProxyRequest.RequestUri = new Uri(context.DestinationPrefix.TrimEnd('/') + path + context.Query.QueryString.ToUriComponent(), AsWritten);
        }

        return default;
    }

    /// <summary>
    /// What of the raw path is left once the proxy has taken the route's prefix off; null when the two cannot be matched with certainty
    /// (other transforms, dot segments), in which case the proxy's own encoding stands. That makes an escape that the server has left alone a literal:
    /// what a provider might read as a way up, behind <c>%2F</c>, is none then.
    /// </summary>
    private static string? Rest(string raw, PathString full, PathString forwarded)
    {
        var (from, to) = (full.Value ?? "", forwarded.Value ?? "");
        var prefix = from.Length - to.Length;
        if (prefix < 0 || !from.EndsWith(to, StringComparison.Ordinal) || HasDotSegment(Unslash(to)))
            return null;
        // The prefix may be escaped too, so it ends at whichever slash leaves both parts what they should be.
        for (var slash = raw.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = raw.IndexOf('/', slash + 1))
        {
            if (IsWrittenAs(raw[..slash], from[..prefix]) && IsWrittenAs(raw[slash..], to))
                return raw[slash..];
        }

        return null;
    }

    private static bool IsWrittenAs(string raw, string path) =>
        raw.Length == 0 ? path.Length == 0 : raw[0] == '/' && Unslash(PathString.FromUriComponent(raw).Value ?? "") == Unslash(path);

    /// <summary>Decoders differ over <c>%2F</c>, which is no separator; either reading of it is the same path here.</summary>
    private static string Unslash(string path) => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static bool HasDotSegment(string path) => path.Split('/').Any(segment => segment is "." or "..");
}
