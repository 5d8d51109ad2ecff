using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Rules;
using Microsoft.Extensions.Configuration;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>The channels of the settings and of the environment.</summary>
internal static class SettingsChannels
{
    /// <param name="sections">The settings' channels by id.</param>
    /// <param name="environment">The fields that environment names give to built-in channels.</param>
    /// <param name="hosts">Where messages may go.</param>
    public static IReadOnlyList<ChannelReading> Read(
        IReadOnlyDictionary<string, IConfigurationSection> sections,
        IReadOnlyDictionary<string, JsonObject> environment,
        ReceiverHosts hosts)
    {
        var written = environment.ToDictionary(channel => channel.Key, channel => channel.Value.DeepClone().AsObject(), StringComparer.Ordinal);
        foreach (var (id, section) in sections)
        {
            Overlay(written, Id(id), SectionJson.Object(section));
        }

        return [.. written.Select(channel => ChannelReader.Read(channel.Key, channel.Value, hosts))];
    }

    /// <summary>Each mistake with the name of the setting or variable it stands in.</summary>
    public static IEnumerable<string> Mistakes(ChannelReading reading, IReadOnlyDictionary<string, JsonObject> environment) => reading.Mistakes.Select(mistake =>
    {
        var key = $"{NotificationsOptions.Section}:Channels:{reading.Channel.Id}" + (mistake.Field.Length == 0 ? "" : ":" + mistake.Field);
        var fromEnvironment = environment.GetValueOrDefault(reading.Channel.Id)?.ContainsKey(mistake.Field) == true;
        var variable = fromEnvironment ? EnvironmentChannels.VariableOf(reading.Channel.Id, mistake.Field) : null;
        return $"{key}{(variable is null ? "" : $" ({variable})")}: {mistake.Message}";
    });

    /// <summary>Where a channel is written, for people who want to change it: <c>Notifications:Channels:email and SMTP_SERVER</c>.</summary>
    public static string PlaceOf(string id, IReadOnlyDictionary<string, IConfigurationSection> sections, IReadOnlyDictionary<string, JsonObject> environment)
    {
        var settings = sections.Keys.Where(key => Id(key) == id).Select(key => $"{NotificationsOptions.Section}:Channels:{key}");
        var variables = environment.GetValueOrDefault(id)?.Select(field => EnvironmentChannels.VariableOf(id, field.Key)) ?? [];
        return string.Join(" and ", settings.Concat(variables.OfType<string>()));
    }

    private static void Overlay(Dictionary<string, JsonObject> written, string id, JsonObject settings)
    {
        if (!written.TryGetValue(id, out var fields))
        {
            written[id] = settings;
            return;
        }

        foreach (var (name, value) in settings)
        {
            fields.Remove(Same(fields, name) ?? name);
            fields[name] = value?.DeepClone();
        }
    }

    private static string? Same(JsonObject fields, string name) => fields
        .Select(field => field.Key)
        .FirstOrDefault(field => string.Equals(Plain(field), Plain(name), StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    /// <summary>Environment variables are often written in capitals: the built-in ids are found in any case.</summary>
    private static string Id(string id)
    {
        var lower = ChannelIds.Canonical(id.ToLowerInvariant());
        return ChannelIds.BuiltIn.Contains(lower) ? lower : id;
    }
}
