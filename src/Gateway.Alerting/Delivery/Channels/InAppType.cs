using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>The admin itself: nothing to configure.</summary>
internal sealed class InAppType : IChannelType
{
    public const string TypeName = "in_app";

    public string Name => TypeName;

    public ChannelDescription Description { get; } = new("In-app", ChannelGroup.Here, "Alerts show here as soon as they open; there is nothing to set up.");

    public int? RateLimitPerMinute => null;

    public ChannelConfig Read(ConfigValues values) => new InAppConfig();
}

internal sealed record InAppConfig : ChannelConfig;
