namespace Gateway.Admin.Security;

/// <summary>Keeps redirects on this site.</summary>
internal static class LocalUrl
{
    /// <summary>True for <c>/path</c>; false for <c>//host</c>, <c>/\host</c>, whole URLs, control characters and nothing.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl);
}
