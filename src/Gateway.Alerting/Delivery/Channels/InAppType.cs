using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>The admin itself: nothing to configure.</summary>
internal sealed class InAppType : IChannelType
{
    public const string TypeName = "in_app";

    public string Name => TypeName;

    public int? RateLimitPerMinute => null;

    public ChannelConfig Read(ConfigValues values) => new InAppConfig();
}

internal sealed record InAppConfig : ChannelConfig;
