using System.Text.Json;
using Gateway.Admin.Shortcuts;
using Gateway.Alerting;
using Gateway.Alerting.People;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;

/// <summary>Preferences as somebody fills them in: unchecked, for the reader of the API to check, and to be shown again if it refuses them.</summary>
internal static class PreferenceForm
{
    private const string KeyPrefix = "key.";
    private const string ShortcutPath = "keyboard_shortcuts.keys.";

    public static Preferences Read(IFormCollection form) => new()
    {
        Theme = form["theme"].ToString(),
        Density = form["density"].ToString(),
        TimeZone = Text(form, "time_zone"),
        KeyboardShortcuts = new() { Enabled = form.ContainsKey("shortcuts"), Keys = Keys(form) },
        Notifications = form.ContainsKey("notifications"),
        QuietHours = form.ContainsKey("quiet")
            ? new WindowText(Text(form, "quiet_start"), Text(form, "quiet_end"), Text(form, "quiet_zone"), form["quiet_days"].Count == 0 ? null : [.. form["quiet_days"].OfType<string>()])
            : null,
    };

    public static string ToJson(Preferences filledIn) => JsonSerializer.Serialize(filledIn, GatewayJson.Options);

    /// <summary>A mistake of the API's document in the words of the form.</summary>
    public static string Say(RuleDiagnostic mistake)
    {
        var message = mistake.Message.Replace(", or null for the browser's own", ", or empty for the browser’s own", StringComparison.Ordinal);
        return mistake.Path switch
        {
            "" => $"{Words.Say.Capital(message)}.",
            "time_zone" => $"Time zone {message}.",
            "quiet_hours.start" => $"Quiet hours, from: {message}.",
            "quiet_hours.end" => $"Quiet hours, to: {message}.",
            "quiet_hours.time_zone" => $"Time zone of the quiet hours {message}.",
            var path when path.StartsWith(ShortcutPath, StringComparison.Ordinal) && Shortcut.All.FirstOrDefault(known => known.Id == path[ShortcutPath.Length..]) is { } shortcut =>
                $"Keys of “{shortcut.Words}”: {message}.",
            var path => $"{Words.Say.Sentence(path)}: {message}.",
        };
    }

    /// <summary>The name of a shortcut's field.</summary>
    public static string Field(string shortcut) => KeyPrefix + shortcut;

    private static Dictionary<string, string> Keys(IFormCollection form) => form
        .Where(pair => pair.Key.StartsWith(KeyPrefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(pair.Value))
        .ToDictionary(pair => pair.Key[KeyPrefix.Length..], pair => pair.Value.ToString().Trim());

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
