using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Admin.Words;

/// <summary>What people call channels, on every page alike.</summary>
internal static class ChannelNames
{
    /// <summary><c>email</c> → <c>E-mail</c>.</summary>
    public static string OfType(string type) => ChannelTypes.Find(type)?.Description.Label ?? type;

    /// <summary>The name that it was given. Without one, a channel whose id is a type's name is called like the type.</summary>
    public static string NameOf(NotificationChannel channel) => channel.Name == channel.Id ? OfType(channel.Id) : channel.Name;

    /// <summary>The same by id; what is no channel any more is called by its id.</summary>
    public static string NameOf(this ChannelDirectory channels, string id) => channels.FindEntry(id) is { } entry ? NameOf(entry.Channel) : id;
}
