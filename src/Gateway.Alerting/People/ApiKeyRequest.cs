using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.People;

/// <summary>A key that somebody asks for.</summary>
public sealed record ApiKeyRequest(string Name, string Role)
{
    public const int LongestName = 64;

    /// <param name="json"><c>{"name", "role"}</c>.</param>
    /// <param name="roles">Allowed.</param>
    public static (ApiKeyRequest? Request, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, IReadOnlyList<string> roles)
    {
        var mistakes = new RuleMistakes(file: null);
        if (RuleReader.ParseText(json, mistakes) is not { } root)
        {
            return (null, mistakes.Found);
        }

        if (root.Kind != JsonValueKind.Object)
        {
            mistakes.Add(root, "must be an object such as {\"name\": \"ci\", \"role\": \"viewer\"}");
            return (null, mistakes.Found);
        }

        var fields = new FieldReader(root, mistakes);
        var (name, role) = (fields.Find("name"), fields.Find("role"));
        if (name is null || name.Kind != JsonValueKind.String || name.Text.Trim().Length is 0 or > LongestName || name.Text.Any(char.IsControl))
        {
            mistakes.Add(name ?? root, $"'name' must be a text of 1 to {LongestName} characters: it says who acted");
        }

        if (role is null || role.Kind != JsonValueKind.String || !roles.Contains(role.Text))
        {
            mistakes.Add(role ?? root, $"'role' must be one of {string.Join(", ", roles)}");
        }

        fields.RefuseUnknown();
        return mistakes.Count == 0 ? (new(name!.Text.Trim(), role!.Text), []) : (null, mistakes.Found);
    }
}
