using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>The channels by id: the built-in ones, configured or not, and those that somebody set up.</summary>
public sealed class ChannelDirectory
{
    private readonly Dictionary<string, NotificationChannel> _configured;

    /// <param name="configured">Each id once.</param>
    public ChannelDirectory(IEnumerable<NotificationChannel> configured)
    {
        _configured = configured.ToDictionary(channel => channel.Id, StringComparer.Ordinal);
        _configured.TryAdd(ChannelIds.InApp, new(ChannelIds.InApp, InAppType.TypeName, new InAppConfig()));
        Ids = [.. ChannelIds.BuiltIn.Union(_configured.Keys)];
    }

    /// <summary>Every id that a rule may name.</summary>
    public IReadOnlyCollection<string> Ids { get; }

    /// <summary>The channel, or null when nothing is configured under that id.</summary>
    public NotificationChannel? Find(string id) => _configured.GetValueOrDefault(ChannelIds.Canonical(id));
}
