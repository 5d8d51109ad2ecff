using Yarp.ReverseProxy.Model;

namespace Gateway.Capture;

/// <summary>A proxied route whose cluster is metered, as its <c>Metadata</c> says.</summary>
/// <param name="RouteId">The proxy route.</param>
/// <param name="Provider"><c>Llm.Provider</c>.</param>
/// <param name="Dialect"><c>Llm.Dialect</c>: the wire format, where it is not the one of the provider and path.</param>
/// <param name="PathPrefix">What the route takes off the path before the provider sees it; empty when nothing.</param>
/// <param name="IncludeUsage"><c>Llm.IncludeUsage</c>: false for providers that send usage unasked or refuse <c>stream_options</c>.</param>
internal sealed record MeteredRoute(string RouteId, string Provider, string? Dialect, string PathPrefix, bool IncludeUsage)
{
    /// <summary>Null for a cluster that is proxied only.</summary>
    public static MeteredRoute? Of(RouteModel route)
    {
        var metadata = route.Cluster?.Model.Config.Metadata;
        return metadata is not null && metadata.TryGetValue("Llm.Provider", out var provider) && !string.IsNullOrWhiteSpace(provider)
            ? new(
                route.Config.RouteId,
                provider,
                metadata.GetValueOrDefault("Llm.Dialect"),
                Prefix(route),
                !metadata.TryGetValue("Llm.IncludeUsage", out var includeUsage) || !string.Equals(includeUsage, "false", StringComparison.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>The provider's own path.</summary>
    public string PathAtProvider(PathString path) =>
        PathPrefix.Length > 0 && path.StartsWithSegments(PathPrefix, out var rest) ? rest.Value ?? "" : path.Value ?? "";

    private static string Prefix(RouteModel route) => route.Config.Transforms?
        .Select(transform => transform.GetValueOrDefault("PathRemovePrefix"))
        .FirstOrDefault(prefix => prefix is ['/', ..]) ?? "";
}
