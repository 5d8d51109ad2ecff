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

    public ChannelDescription Description { get; } = new("Opsgenie", ChannelGroup.Paging, "One Opsgenie alert for each alert: created, acknowledged and closed with it.")
    {
        Setup =
        [
            "In Opsgenie open the team, then “Integrations”, then “Add integration”, and choose “API”.",
            "Let it create and update alerts, switch it on, and copy its API key.",
        ],
        Documentation = "https://support.atlassian.com/opsgenie/docs/create-a-default-api-integration/",
        Fields =
        [
            new("api_key", "API key", FieldKind.Secret) { IsRequired = true, IsSent = true },
            new("region", "Service region", FieldKind.Choice) { Choices = ["us", "eu"], Help = "eu when your account's address is app.eu.opsgenie.com." },
            new("url", "Other address", FieldKind.Url) { IsReceiver = true, Help = "Of a relay, instead of Opsgenie's own." },
        ],
    };

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

        values.Require(key is not null, "api_key", "no key");
        return key is null ? null : new OpsgenieConfig(key, region, url);
    }
}
