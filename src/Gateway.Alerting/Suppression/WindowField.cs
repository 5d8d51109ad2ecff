using System.Text.Json;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Suppression;

/// <summary>Reads a <see cref="WeeklyWindow"/> out of a larger text.</summary>
internal static class WindowField
{
    private const int LongestText = 64;

    /// <param name="json">The window's object; null when there is none.</param>
    /// <param name="mistakes">Gets what is wrong, each at its place.</param>
    public static WeeklyWindow? Read(LocatedJson? json, RuleMistakes mistakes)
    {
        if (json is null or not { Kind: JsonValueKind.Object })
        {
            if (json is not null)
            {
                mistakes.Add(json, "must be an object such as {\"start\": \"22:00\", \"end\": \"07:00\", \"time_zone\": \"Europe/Berlin\", \"days\": [\"mon\"]}");
            }

            return null;
        }

        var fields = new FieldReader(json, mistakes);
        var text = new WindowText(
            fields.String(WindowText.StartField, LongestText),
            fields.String(WindowText.EndField, LongestText),
            fields.String(WindowText.ZoneField, LongestText),
            fields.Strings(WindowText.DaysField));
        var window = text.ReadAsked((field, message) => mistakes.Add(fields.Find(field) ?? json, fields.Find(field) is null ? $"'{field}' {message}" : message));
        fields.RefuseUnknown();
        return window;
    }
}
