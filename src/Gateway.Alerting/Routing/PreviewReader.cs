using System.Text.Json;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.Routing;

/// <summary>Reads what a preview is asked for, and reports every mistake at once.</summary>
internal static class PreviewReader
{
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(366);

    public static (PreviewQuestion? Question, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, RuleSetProvider rules, DateTimeOffset now)
    {
        var mistakes = new RuleMistakes(file: null);
        if (RuleReader.ParseText(json, mistakes) is not { } root)
        {
            return (null, mistakes.Found);
        }

        if (root.Kind != JsonValueKind.Object)
        {
            mistakes.Add(root, "must be an object such as {\"rule_id\": \"spend\", \"group\": {\"model\": \"gpt-5.4\"}}");
            return (null, mistakes.Found);
        }

        var question = ReadObject(root, rules, now, mistakes);
        return mistakes.Count == 0 ? (question, []) : (null, mistakes.Found);
    }

    private static PreviewQuestion ReadObject(LocatedJson root, RuleSetProvider rules, DateTimeOffset now, RuleMistakes mistakes)
    {
        var fields = new FieldReader(root, mistakes);
        var rule = ReadRule(fields, rules, mistakes);
        var priority = ReadPriority(fields, mistakes);
        var labels = fields.StringMap("labels");
        var at = ReadAt(fields, now, mistakes);
        if (rule is not null && (fields.Find("priority") ?? fields.Find("labels")) is { } twice)
        {
            mistakes.Add(twice, "comes from the rule; leave it out, or leave out 'rule_id'");
        }

        var alert = new Alert
        {
            Id = "",
            RuleId = rule?.Id ?? "",
            RuleName = rule?.Name ?? "",
            Description = "",
            TriggeredAt = at,
            Severity = rule?.Priority ?? priority,
            Labels = rule?.Labels ?? labels,
            Group = fields.StringMap("group"),
        };
        fields.RefuseUnknown();
        return new(at, alert, rule?.Channels);
    }

    private static RuleDefinition? ReadRule(FieldReader fields, RuleSetProvider rules, RuleMistakes mistakes)
    {
        var id = fields.String("rule_id", RuleReader.LongestId);
        if (id is not null && rules.Entries.Find(id)?.Definition is { } rule)
        {
            return rule;
        }

        if (id is not null)
        {
            mistakes.Add(fields.Find("rule_id")!, $"there is no rule '{id}'; {NearestName.Hint(id, [.. rules.Entries.All.Select(entry => entry.Id)])}");
        }

        return null;
    }

    private static AlertPriority ReadPriority(FieldReader fields, RuleMistakes mistakes)
    {
        var value = fields.Find("priority");
        if (value is null || (value.Kind == JsonValueKind.String && EnumWords.TryParse<AlertPriority>(value.Text, out _)))
        {
            return EnumWords.TryParse<AlertPriority>(value?.Text, out var priority) ? priority : AlertPriority.Medium;
        }

        mistakes.Add(value, $"must be one of {EnumWords.Allowed<AlertPriority>()}");
        return default;
    }

    private static DateTimeOffset ReadAt(FieldReader fields, DateTimeOffset now, RuleMistakes mistakes)
    {
        var at = InstantField.Read(fields, "at", mistakes) ?? now;
        if ((at - now).Duration() <= Farthest)
        {
            return at;
        }

        mistakes.Add(fields.Find("at")!, "must be within a year of now");
        return now;
    }
}
