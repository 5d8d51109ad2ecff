using System.Security.Authentication;
using Gateway.Alerting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Hosting;

/// <summary>The section <c>Kestrel</c> as the server is about to read it. The server itself passes over what it does not know, and tells of the rest with a stack trace.</summary>
internal sealed record KestrelSettings(Dictionary<string, KestrelSettings.Endpoint> Endpoints, KestrelSettings.Listening EndpointDefaults, Dictionary<string, KestrelSettings.CertificateFile> Certificates)
{
    private const string Section = "Kestrel";

    /// <returns>A line a mistake, with its key and what is allowed.</returns>
    /// <param name="configuration">The host's.</param>
    /// <param name="contentRoot">What relative paths start from.</param>
    public static IEnumerable<string> Mistakes(IConfiguration configuration, string contentRoot)
    {
        var section = configuration.GetSection(Section);
        return
        [
            .. SettingsMistakes.In(section, typeof(KestrelSettings), emptyIsAbsent: true),
            .. section.GetSection(nameof(Endpoints)).GetChildren().SelectMany(Addresses),
            .. new CertificateFiles(contentRoot).Mistakes(section),
        ];
    }

    private static IEnumerable<string> Addresses(IConfigurationSection endpoint) => endpoint.GetSection(nameof(Endpoint.Url)) is { Value: { Length: > 0 } url } setting
        ? ListenAddresses.WhyNot(setting.Path, url)
        : [$"{endpoint.Path}:{nameof(Endpoint.Url)} is missing; write it like http://localhost:5080"];

    internal record Listening(HttpProtocols Protocols, List<SslProtocols> SslProtocols, ClientCertificateMode ClientCertificateMode);

    internal sealed record Endpoint(string Url, HttpProtocols Protocols, List<SslProtocols> SslProtocols, ClientCertificateMode ClientCertificateMode, CertificateFile Certificate, Dictionary<string, ServerName> Sni)
        : Listening(Protocols, SslProtocols, ClientCertificateMode);

    internal sealed record ServerName(HttpProtocols Protocols, List<SslProtocols> SslProtocols, ClientCertificateMode ClientCertificateMode, CertificateFile Certificate)
        : Listening(Protocols, SslProtocols, ClientCertificateMode);

    internal sealed record CertificateFile(string Path, string KeyPath, string Password, string Subject, string Store, string Location, bool AllowInvalid);
}
