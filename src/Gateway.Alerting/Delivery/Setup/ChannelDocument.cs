using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>A channel as JSON, in the form of the API: what every channel has, and its type's fields under <c>config</c>.</summary>
public static class ChannelDocument
{
    /// <summary>No channel's id: where the page of a new one is.</summary>
    public const string NewId = "new";

    public const string IdField = "id";
    public const string TypeField = "type";
    public const string NameField = "name";
    public const string EnabledField = "is_enabled";
    public const string PriorityField = "min_priority";
    public const string ResolvedField = "send_resolved";
    public const string RateField = "rate_limit_per_minute";
    public const string QuietField = "quiet_hours";
    public const string ConfigField = "config";

    /// <summary>What every channel has, in order.</summary>
    public static IReadOnlyList<string> CommonFields { get; } = [TypeField, NameField, EnabledField, PriorityField, ResolvedField, RateField, QuietField];

    /// <summary>What answers add; sent back they mean nothing.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } =
    [
        "source", "place", "is_read_only", "is_configured", "problem", "condition", "closed_until", "failures", "last_success", "last_error", "used_by", "updated_at", "updated_by",
    ];

    /// <param name="channel">The channel.</param>
    /// <param name="config">Its <c>config</c>, masked or not.</param>
    public static JsonObject Write(NotificationChannel channel, JsonObject config) => new()
    {
        [TypeField] = channel.Type,
        [NameField] = channel.Name,
        [EnabledField] = channel.IsEnabled,
        [PriorityField] = EnumWords.Of(channel.MinPriority),
        [ResolvedField] = channel.SendResolved,
        [RateField] = channel.RateLimitPerMinute,
        [QuietField] = channel.QuietHours is { } quiet ? Write(quiet) : null,
        [ConfigField] = config,
    };

    /// <summary>The flat form that channels are read from.</summary>
    /// <param name="document">As <see cref="Write(NotificationChannel, JsonObject)"/> makes it.</param>
    /// <param name="secrets">The fields of <c>config</c> that are kept apart.</param>
    internal static JsonObject Flatten(JsonObject document, JsonObject secrets)
    {
        var common = document.Where(field => CommonFields.Contains(field.Key));
        var config = document[ConfigField] as JsonObject ?? [];
        return new(common.Concat(config).Concat(secrets).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }

    private static JsonObject Write(QuietHours quiet)
    {
        var text = WindowText.Of(quiet.Window);
        return new()
        {
            [WindowText.StartField] = text.Start,
            [WindowText.EndField] = text.End,
            [WindowText.ZoneField] = text.TimeZone,
            [WindowText.DaysField] = text.Days is null ? null : new JsonArray([.. text.Days.Select(day => (JsonNode)day)]),
            ["critical_passes"] = quiet.CriticalPasses,
        };
    }
}
