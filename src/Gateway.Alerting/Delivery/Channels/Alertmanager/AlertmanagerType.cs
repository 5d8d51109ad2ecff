using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Alertmanager;

/// <summary>A Prometheus Alertmanager.</summary>
/// <param name="Url">Where its API begins, without <c>/api/v2</c>.</param>
/// <param name="Headers">Sent along, such as <c>Authorization</c>.</param>
internal sealed record AlertmanagerConfig(Uri Url, IReadOnlyDictionary<string, string> Headers) : ChannelConfig;

/// <summary>An Alertmanager channel's fields.</summary>
internal sealed class AlertmanagerType : IChannelType
{
    public const string TypeName = "alertmanager";

    public string Name => TypeName;

    public ChannelDescription Description { get; } = new("Alertmanager", ChannelGroup.Systems, "Hands alerts to an Alertmanager, which groups, silences and sends them by its own configuration.")
    {
        Setup =
        [
            "Take the address that Alertmanager's own page has, without /api/v2.",
            "Most stand in a private network: that needs Notifications:AllowedHosts, or AllowPrivateNetworks, in the settings.",
        ],
        Documentation = "https://prometheus.io/docs/alerting/latest/alertmanager/",
        Fields =
        [
            new("url", "Address", FieldKind.Url) { IsRequired = true, IsReceiver = true, Example = "https://alertmanager.example.com" },
            new("headers", "Headers", FieldKind.SecretMap) { IsSent = true, Help = "One a line, such as a login for the proxy in front of it.", Example = "Authorization: Basic …" },
        ],
    };

    public int? RateLimitPerMinute => null;

    public bool KeepsAlerts => true;

    public ChannelConfig? Read(ConfigValues values)
    {
        var (url, headers) = (values.Url("url"), HttpHeaders.Read(values, "headers"));
        values.Require(url is not null, "url", "no address");
        return url is null ? null : new AlertmanagerConfig(url, headers);
    }
}
