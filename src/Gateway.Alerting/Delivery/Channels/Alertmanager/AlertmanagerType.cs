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

    public int? RateLimitPerMinute => null;

    public bool KeepsAlerts => true;

    public ChannelConfig? Read(ConfigValues values)
    {
        var (url, headers) = (values.Url("url"), HttpHeaders.Read(values, "headers"));
        values.Require(url is not null, "no address (url)");
        return url is null ? null : new AlertmanagerConfig(url, headers);
    }
}
