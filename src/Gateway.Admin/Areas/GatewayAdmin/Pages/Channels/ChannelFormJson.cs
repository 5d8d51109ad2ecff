using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Setup;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>The form of a channel as the JSON that the API takes. A secret that is left empty is left out, and so stays.</summary>
internal static class ChannelFormJson
{
    public const string ConfigPrefix = "config.";
    public const string RemovePrefix = "remove.";
    public const string QuietPrefix = "quiet_hours.";
    public const string CriticalField = QuietPrefix + "critical_passes";

    public static string Write(IFormCollection form, string type, ChannelDescription description)
    {
        var json = new JsonObject { [ChannelDocument.TypeField] = type };
        foreach (var name in new[] { ChannelDocument.IdField, ChannelDocument.NameField, ChannelDocument.PriorityField, ChannelDocument.RateField })
        {
            json[name] = Text(form, name);
        }

        json[ChannelDocument.EnabledField] = IsOn(form, ChannelDocument.EnabledField);
        json[ChannelDocument.ResolvedField] = IsOn(form, ChannelDocument.ResolvedField);
        json[ChannelDocument.QuietField] = Quiet(form);
        json[ChannelDocument.ConfigField] = new JsonObject(description.Fields.Select(field => Value(form, field)).OfType<KeyValuePair<string, JsonNode?>>());
        return json.ToJsonString();
    }

    private static KeyValuePair<string, JsonNode?>? Value(IFormCollection form, ChannelField field)
    {
        var name = ConfigPrefix + field.Name;
        var lines = Lines(form[name].ToString());
        if (field.Kind == FieldKind.Secret && lines.Length == 0 && !IsOn(form, RemovePrefix + field.Name))
        {
            return null;
        }

        return new(field.Name, field.Kind switch
        {
            FieldKind.Flag => IsOn(form, name),
            FieldKind.List => new JsonArray([.. lines.Select(line => (JsonNode)line)]),
            FieldKind.SecretMap => Map(lines),
            _ => Text(form, name),
        });
    }

    /// <summary>Without a beginning and an end there are none.</summary>
    private static JsonObject? Quiet(IFormCollection form)
    {
        var (start, end) = (Text(form, QuietPrefix + "start"), Text(form, QuietPrefix + "end"));
        if (start is null && end is null)
        {
            return null;
        }

        var days = form[QuietPrefix + "days"].OfType<string>().Select(day => (JsonNode)day).ToArray();
        return new()
        {
            ["start"] = start,
            ["end"] = end,
            ["time_zone"] = Text(form, QuietPrefix + "time_zone"),
            ["days"] = days.Length == 0 ? null : new JsonArray(days),
            ["critical_passes"] = IsOn(form, CriticalField),
        };
    }

    /// <summary><c>Name: value</c> a line.</summary>
    private static JsonObject Map(string[] lines)
    {
        var map = new JsonObject();
        foreach (var parts in lines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)))
        {
            map[parts[0]] = parts.Length == 2 ? parts[1] : "";
        }

        return map;
    }

    private static bool IsOn(IFormCollection form, string name) => form[name].Contains("true");

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
