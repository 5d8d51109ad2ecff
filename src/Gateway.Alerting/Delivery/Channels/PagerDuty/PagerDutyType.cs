using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.PagerDuty;

/// <summary>An Events API v2 integration.</summary>
/// <param name="IntegrationKey">32 letters and digits.</param>
/// <param name="Region">Where the account lives.</param>
internal sealed record PagerDutyConfig(Secret IntegrationKey, ServiceRegion Region) : ChannelConfig;

/// <summary>A PagerDuty channel's fields.</summary>
internal sealed class PagerDutyType : IChannelType
{
    public const string TypeName = "pagerduty";

    private const int KeyLength = 32;

    public string Name => TypeName;

    public ChannelDescription Description { get; } = new("PagerDuty", ChannelGroup.Paging, "One incident for each alert: triggered, acknowledged and resolved with it.")
    {
        Setup =
        [
            "In PagerDuty open the service, then “Integrations”, then “Add an integration”.",
            "Choose “Events API V2” and copy its integration key.",
            "A test message opens an incident of severity info that somebody must close.",
        ],
        Documentation = "https://support.pagerduty.com/main/docs/services-and-integrations",
        Fields =
        [
            new("integration_key", "Integration key", FieldKind.Secret) { IsRequired = true, IsSent = true, Help = "32 letters and digits." },
            new("region", "Service region", FieldKind.Choice) { Choices = ["us", "eu"], Help = "eu when your account's address is eu.pagerduty.com." },
        ],
    };

    /// <summary>PagerDuty: about 120 events a minute for each key.</summary>
    public int? RateLimitPerMinute => 120;

    public bool KeepsAlerts => true;

    public ChannelConfig? Read(ConfigValues values)
    {
        var key = values.Secret("integration_key");
        var region = values.Word("region", ServiceRegion.Us);
        if (key is not null && !(key.Reveal().Length == KeyLength && key.Reveal().All(char.IsAsciiLetterOrDigit)))
        {
            values.Mistake("integration_key", $"must be the {KeyLength} letters and digits of an Events API v2 integration");
        }

        values.Require(key is not null, "integration_key", "no key");
        return key is null ? null : new PagerDutyConfig(key, region);
    }
}
