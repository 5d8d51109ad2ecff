namespace Gateway.Proxy;

/// <summary>The admin's cookies: they go to no provider, and none may set them.</summary>
internal static class OwnCookies
{
    private static readonly string[] Names = ["gateway_admin", "gateway_af", "gateway_theme"];

    /// <summary>Whether a line of cookies may hold one of them.</summary>
    public static bool Mentions(string? cookies) => cookies is not null && Array.Exists(Names, name => cookies.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether this is one of them.</summary>
    public static bool Contains(string? cookie) => cookie is not null && Array.Exists(Names, name => cookie.TrimStart().StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
