using System.Globalization;
using Gateway.Admin;

namespace Gateway.Hosting;

/// <summary>Where the server listens: what the settings of .NET hosts say, the gateway's own address when they say nothing, and the admin's port.</summary>
internal static class ListenAddresses
{
    private const string Default = "http://localhost:5080";
    private const string PortKey = $"{AdminOptions.Section}:{nameof(AdminOptions.Port)}";

    /// <returns>The addresses, or null when the host's own settings are to stand: they hold all that is needed, or list Kestrel's endpoints.</returns>
    /// <exception cref="FormatException">Calls would have no port left.</exception>
    public static string[]? Of(IConfiguration configuration)
    {
        var hosts = FromHost(configuration);
        if (configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            return null;
        }

        string[] addresses = hosts.Length > 0 ? hosts : [Default];
        // What is no port is refused with all other settings.
        if (!int.TryParse(configuration[PortKey], NumberStyles.None, CultureInfo.InvariantCulture, out var admin) || admin is < 1 or > 65535)
        {
            return hosts.Length > 0 ? null : addresses;
        }

        if (Array.TrueForAll(addresses, address => PortOf(address) == admin))
        {
            throw new FormatException($"{PortKey}: {admin} is the port that calls come in by; choose another one, or leave the key out to have both on one port");
        }

        // An operator who lists the port says by that which addresses it has; else it is this machine's own business.
        return Array.Exists(addresses, address => PortOf(address) == admin) ? addresses : [.. addresses, $"http://localhost:{admin}"];
    }

    /// <summary>Every address that the server will listen on.</summary>
    public static IEnumerable<string> All(IConfiguration configuration) => configuration.GetSection("Kestrel:Endpoints") is var endpoints && endpoints.Exists()
        ? endpoints.GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()
        : Of(configuration) ?? FromHost(configuration);

    /// <summary>Goes before the server is built: it tells of a wrong address in its log, with a stack trace.</summary>
    /// <returns>A line a mistake, with the key.</returns>
    public static IEnumerable<string> Mistakes(IConfiguration configuration) =>
    [
        .. List(configuration, "urls").SelectMany(address => WhyNot("urls", address)),
        .. Ports(configuration, "http_ports"),
        .. Ports(configuration, "https_ports"),
    ];

    /// <returns>Nothing when it is an address that the server takes.</returns>
    public static IEnumerable<string> WhyNot(string key, string address) => IsAddress(address) ? [] : [$"{key}: '{address}' is not an address such as {Default}"];

    public static int PortOf(string address) => BindingAddress.Parse(address).Port;

    /// <summary>As the server reads them: addresses win over bare ports.</summary>
    private static string[] FromHost(IConfiguration configuration) => List(configuration, "urls") is { Length: > 0 } urls
        ? urls
        : [.. List(configuration, "http_ports").Select(port => $"http://*:{port}"), .. List(configuration, "https_ports").Select(port => $"https://*:{port}")];

    private static string[] List(IConfiguration configuration, string key) =>
        configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static IEnumerable<string> Ports(IConfiguration configuration, string key) => List(configuration, key)
        .Where(port => !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(port => $"{key}: '{port}' is not a port from 0 to 65535");

    /// <summary>The server takes <c>*</c> and <c>+</c> for every address of the machine, sockets and pipes by their path, and no path otherwise.</summary>
    private static bool IsAddress(string address)
    {
        var known = address.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal);
        return address.StartsWith("http://unix:/", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith("http://pipe:/", StringComparison.OrdinalIgnoreCase)
            || (Uri.TryCreate(known, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", PathAndQuery: "/" });
    }
}
