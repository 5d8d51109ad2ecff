namespace Gateway.Proxy;

/// <summary>The gateway's own paths. They are never proxied, whatever routes are configured: an unknown path under them is a 404 here.</summary>
internal sealed class ReservedPaths(IConfiguration configuration)
{
    private readonly PathString[] _paths = [.. Defaults.Append(configuration["Admin:Path"]).Where(path => path is ['/', _, ..]).Distinct(StringComparer.OrdinalIgnoreCase).Select(path => new PathString(path!.TrimEnd('/')))];

    private static IEnumerable<string?> Defaults => ["/admin", "/api", "/healthz", "/metrics", "/openapi"];

    public bool Contains(PathString path)
    {
        foreach (var reserved in _paths)
        {
            if (path.StartsWithSegments(reserved, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
