using System.Text.Json;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Suppression;

/// <summary>Reads an instant out of a larger text.</summary>
internal static class InstantField
{
    public static DateTimeOffset? Read(FieldReader fields, string name, RuleMistakes mistakes)
    {
        var value = fields.Find(name);
        if (value is null)
        {
            return null;
        }

        if (value.Kind == JsonValueKind.String && InstantText.TryParse(value.Text, out var instant))
        {
            return instant;
        }

        mistakes.Add(value, $"must be {InstantText.Allowed}");
        return null;
    }
}
