using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>The channels by id: the built-in ones, configured or not, and those of the settings.</summary>
public sealed class ChannelDirectory
{
    private readonly Dictionary<string, NotificationChannel> _configured;

    public ChannelDirectory(NotificationsOptions options)
    {
        _configured = options.Channels.ToDictionary(channel => channel.Key, channel => channel.Value.ToChannel(channel.Key), StringComparer.Ordinal);
        _configured[ChannelIds.InApp] = new(ChannelIds.InApp, "in_app");
        Ids = [.. ChannelIds.BuiltIn.Union(_configured.Keys)];
    }

    /// <summary>Every id that a rule may name.</summary>
    public IReadOnlyCollection<string> Ids { get; }

    /// <summary>The channel, or null when nothing is configured under that id.</summary>
    public NotificationChannel? Find(string id) => _configured.GetValueOrDefault(ChannelIds.Canonical(id));
}
