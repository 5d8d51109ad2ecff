using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.People;

/// <summary>Reads preferences as people send them, and reports every mistake at once. What is absent is the standard.</summary>
internal static class PreferencesReader
{
    private const int LongestText = 64;

    /// <param name="json">As sent.</param>
    /// <param name="shortcuts">Every shortcut that there is, with its standard keys.</param>
    public static (Preferences? Preferences, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, IReadOnlyDictionary<string, string> shortcuts)
    {
        var mistakes = new RuleMistakes(file: null);
        if (RuleReader.ParseText(json, mistakes) is not { } root)
        {
            return (null, mistakes.Found);
        }

        if (root.Kind != JsonValueKind.Object)
        {
            mistakes.Add(root, "must be an object such as {\"theme\": \"dark\", \"time_zone\": \"Europe/Berlin\"}");
            return (null, mistakes.Found);
        }

        var fields = new FieldReader(root, mistakes);
        var read = new Preferences
        {
            Theme = OneOf(fields, "theme", Preferences.Themes, mistakes),
            Density = OneOf(fields, "density", Preferences.Densities, mistakes),
            TimeZone = ReadZone(fields, mistakes),
            KeyboardShortcuts = ReadShortcuts(fields.Find("keyboard_shortcuts"), shortcuts, mistakes),
            Notifications = fields.Bool("notifications", true),
            QuietHours = WindowField.Read(fields.Find("quiet_hours"), mistakes) is { } window ? WindowText.Of(window) : null,
        };
        fields.RefuseUnknown();
        return mistakes.Count == 0 ? (read, []) : (null, mistakes.Found);
    }

    private static string OneOf(FieldReader fields, string name, IReadOnlyList<string> allowed, RuleMistakes mistakes)
    {
        var value = fields.Find(name);
        if (value is not null && (value.Kind != JsonValueKind.String || !allowed.Contains(value.Text)))
        {
            mistakes.Add(value, $"must be one of {string.Join(", ", allowed)}");
        }

        return value is { Kind: JsonValueKind.String } ? value.Text : allowed[0];
    }

    private static string? ReadZone(FieldReader fields, RuleMistakes mistakes)
    {
        var name = fields.String("time_zone", LongestText);
        if (name is not null && !WindowText.IsZone(name))
        {
            mistakes.Add(fields.Find("time_zone")!, "must be an IANA time zone such as \"Europe/Berlin\" or \"UTC\", or null for the browser's own");
        }

        return name;
    }

    private static ShortcutPreferences ReadShortcuts(LocatedJson? json, IReadOnlyDictionary<string, string> shortcuts, RuleMistakes mistakes)
    {
        if (json is null or not { Kind: JsonValueKind.Object })
        {
            if (json is not null)
            {
                mistakes.Add(json, "must be an object such as {\"enabled\": true, \"keys\": {\"go.alerts\": \"g a\"}}");
            }

            return new();
        }

        var fields = new FieldReader(json, mistakes);
        var enabled = fields.Bool("enabled", true);
        var keys = fields.StringMap("keys");
        foreach (var (id, value) in fields.Find("keys")?.Members ?? [])
        {
            if (!shortcuts.ContainsKey(id))
            {
                mistakes.Add(value, $"unknown shortcut '{id}'; {NearestName.Hint(id, [.. shortcuts.Keys])}");
            }
            else if (!IsKeys(value.Text))
            {
                mistakes.Add(value, "must be one character, or two with a space between them such as \"g a\"");
            }
        }

        CheckClashes(fields, keys, shortcuts, mistakes);
        fields.RefuseUnknown();
        return new() { Enabled = enabled, Keys = keys.Where(pair => shortcuts.GetValueOrDefault(pair.Key) != pair.Value).ToDictionary() };
    }

    /// <summary>The same keys twice, or keys that begin with another shortcut's only key, could never both work.</summary>
    private static void CheckClashes(FieldReader fields, IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string> shortcuts, RuleMistakes mistakes)
    {
        foreach (var (id, value) in fields.Find("keys")?.Members ?? [])
        {
            var other = shortcuts.Keys.FirstOrDefault(known => known != id && Clash(own.GetValueOrDefault(known, shortcuts[known]), value.Text));
            if (other is not null && shortcuts.ContainsKey(id))
            {
                mistakes.Add(value, $"'{value.Text}' is in the way of '{other}' ({own.GetValueOrDefault(other, shortcuts[other])}); choose other keys for one of them");
            }
        }
    }

    private static bool Clash(string one, string other) => one == other || one.StartsWith(other + " ", StringComparison.Ordinal) || other.StartsWith(one + " ", StringComparison.Ordinal);

    private static bool IsKeys(string text) => text switch
    {
        [var key] => IsKey(key),
        [var first, ' ', var second] => IsKey(first) && IsKey(second),
        _ => false,
    };

    private static bool IsKey(char key) => !char.IsWhiteSpace(key) && !char.IsControl(key) && !char.IsSurrogate(key);
}
