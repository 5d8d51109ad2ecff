using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>Reads a channel from the one form it is written in: what every channel has, and beside it the fields of its type.</summary>
public static class ChannelReader
{
    /// <summary>More than this is no limit.</summary>
    internal const int MostPerMinute = 6000;

    internal const int LongestName = 100;

    /// <param name="id">Its id.</param>
    /// <param name="written">The fields.</param>
    /// <param name="hosts">Where messages may go.</param>
    public static ChannelReading Read(string id, JsonObject written, ReceiverHosts hosts)
    {
        var values = new ConfigValues(written, hosts);
        var type = Type(id, values);
        var channel = new NotificationChannel(id, type?.Name ?? "")
        {
            Name = Name(values) ?? id,
            IsEnabled = values.Flag("is_enabled", true),
            MinPriority = values.Word("min_priority", AlertPriority.Low),
            SendResolved = values.Flag("send_resolved", true),
            QuietHours = values.Object("quiet_hours", ReadQuietHours),
            RateLimitPerMinute = values.Number("rate_limit_per_minute", 1, MostPerMinute) ?? type?.RateLimitPerMinute,
            Config = type?.Read(values),
        };
        if (type is not null)
        {
            values.RefuseUnknown();
        }

        return new(Complete(channel, values), Mistakes(id, values), values.SecretFields)
        {
            Missing = values.Missing,
            Receivers = values.Receivers,
            Fields = type is null ? ChannelFields.None : ChannelFields.Of(type.Description, values),
        };
    }

    private static QuietHours? ReadQuietHours(ConfigValues values)
    {
        var days = values.List("days");
        var text = new WindowText(values.Text("start") ?? "", values.Text("end") ?? "", values.Text("time_zone") ?? "UTC", days.Count == 0 ? null : days);
        var criticalPasses = values.Flag("critical_passes", true);
        return text.ReadAsked(values.Mistake) is { } window ? new(window, criticalPasses) : null;
    }

    private static NotificationChannel Complete(NotificationChannel channel, ConfigValues values) => channel with
    {
        Config = values.Missing.Count == 0 ? channel.Config : null,
        Missing = values.Missing.Count == 0 ? null : string.Join(", ", values.Missing.Select(Words)),
        Secrets = values.Secrets,
    };

    /// <summary>The built-in channels may be incomplete, they then skip; a channel that somebody named must be able to send. What is wrong is not missing.</summary>
    private static IReadOnlyList<ChannelMistake> Mistakes(string id, ConfigValues values) => ChannelIds.BuiltIn.Contains(id)
        ? values.Mistakes
        : [
            .. values.Mistakes,
            .. values.Missing.Where(missing => values.Mistakes.All(wrong => wrong.Field != missing.Field)).Select(missing => new ChannelMistake("", Words(missing))),
        ];

    private static string Words(ChannelMistake missing) => $"{missing.Message} ({missing.Field})";

    private static IChannelType? Type(string id, ConfigValues values)
    {
        var isBuiltIn = ChannelIds.BuiltIn.Contains(id);
        var name = values.Text("type") ?? (isBuiltIn ? id : "webhook");
        if (isBuiltIn && name != id)
        {
            values.Mistake("type", $"the channel '{id}' is always of type '{id}'; choose another id for a '{name}'");
            return null;
        }

        var type = ChannelTypes.Find(name);
        if (type is null)
        {
            values.Mistake("type", $"'{name}' is not allowed; {NearestName.Hint(name, ChannelTypes.Names)}");
        }

        return type;
    }

    private static string? Name(ConfigValues values)
    {
        var name = values.Text("name");
        if (name?.Length > LongestName)
        {
            values.Mistake("name", $"must have at most {LongestName} characters");
        }

        return name;
    }
}
