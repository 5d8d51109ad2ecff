using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Opsgenie;

/// <summary>An API integration of Opsgenie.</summary>
/// <param name="ApiKey">Of the integration.</param>
/// <param name="Region">Where the account lives.</param>
/// <param name="Url">Instead of Opsgenie's own address: a relay.</param>
internal sealed record OpsgenieConfig(Secret ApiKey, ServiceRegion Region, Uri? Url) : ChannelConfig;

/// <summary>An Opsgenie channel's fields.</summary>
internal sealed class OpsgenieType : IChannelType
{
    public const string TypeName = "opsgenie";

    public string Name => TypeName;

    /// <summary>Opsgenie's limits grow with the account; this is below the smallest.</summary>
    public int? RateLimitPerMinute => 60;

    public bool KeepsAlerts => true;

    public ChannelConfig? Read(ConfigValues values)
    {
        var key = values.Secret("api_key");
        var (region, url) = (values.Word("region", ServiceRegion.Us), values.Url("url"));
        if (key?.Reveal().All(character => char.IsAsciiLetterOrDigit(character) || character == '-') == false)
        {
            values.Mistake("api_key", "must be letters, digits and dashes");
        }

        values.Require(key is not null, "no key (api_key)");
        return key is null ? null : new OpsgenieConfig(key, region, url);
    }
}
