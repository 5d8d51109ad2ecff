namespace Gateway.Admin.Security;

/// <summary>
/// The way in while no password is set: a link with a random token, for whoever can read the start-up output.
/// It is valid until the process ends.
/// </summary>
public sealed class AdminLoginLink
{
    private readonly AdminCredentials _credentials;

    internal AdminLoginLink(AdminCredentials credentials) => _credentials = credentials;

    /// <param name="address">Where the host listens, such as <c>http://[::]:5080</c>; a wildcard host becomes <c>localhost</c>.</param>
    /// <returns>The link to print, or null when a password is set.</returns>
    public string? For(string address) =>
        _credentials.Token is { } token ? $"{Reachable(address)}{AdminOptions.FixedPath}/login?t={token}" : null;

    private static string Reachable(string address)
    {
        var uri = new Uri(address.Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal));
        var host = uri.Host is "0.0.0.0" or "[::]" ? "localhost" : uri.Host;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }
}
