using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Windows;
using static Gateway.Alerting.Rules.Schema.SchemaParts;

namespace Gateway.Alerting.Rules.Schema;

/// <summary>
/// The JSON Schema of rule files, made from what the reader and the compiler know, so that editors complete and underline. It says what a
/// schema can. That ids are unique, channels exist and a recovery lies on the clear side shows when the rules are loaded.
/// </summary>
/// <remarks>Draft 7, the newest that editors support in full. A little stricter than the reader: words in lower case only.</remarks>
public static class RuleSchema
{
    private static readonly JsonSerializerOptions Indented = new(GatewayJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>The text of <c>config/schema/rules.schema.json</c>.</summary>
    public static string Write() => ToJson().ToJsonString(Indented) + "\n";

    private static JsonObject ToJson() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "Gateway Alerts rules",
        ["description"] = "One rule, or an array of rules. Comments and trailing commas are allowed. docs/rules.md explains every field.",
        ["anyOf"] = new JsonArray(Ref("rule"), ArrayOf(Ref("rule"))),
        ["definitions"] = Definitions(),
    };

    /// <summary>The parts, by name; they refer to each other as <c>#/definitions/&lt;name&gt;</c>.</summary>
    public static JsonObject Definitions() => new()
    {
        ["rule"] = Rule(),
        ["logic"] = AnyOf(Ref("group"), Ref("condition")),
        ["group"] = Group(),
        ["condition"] = ConditionSchema.Condition(),
        ["metric"] = ConditionSchema.Metric(),
        ["duration"] = DurationSchema.Text(),
    };

    private static JsonObject Rule()
    {
        var rule = Object([.. Members(), .. RuleReader.ReadOnlyFields.Select(name => (name, ReadOnly()))]);
        rule["required"] = Words(["name"]);
        rule["oneOf"] = new JsonArray(Has("logic"), Has("conditions"));
        return rule;
    }

    private static IEnumerable<(string, JsonObject)> Members()
    {
        var standard = RuleDocument.Default;
        return
        [
            ("name", TextOf(RuleReader.LongestName, "What people call it.", @"\S")),
            ("id", OrNull(TextOf(RuleReader.LongestId, "Lower-case letters, digits and dashes; unique over all rules. Made from the name when absent.", RuleReader.IdPattern))),
            ("description", OrNull(TextOf(RuleReader.LongestText, "Shown with its alerts."))),
            ("runbook_url", OrNull(TextOf(RuleReader.LongestText, "What to do about it; shown with its alerts.", "^[hH][tT][tT][pP][sS]?://."))),
            ("labels", OrNull(Texts("Shown with its alerts."))),
            ("logic", OrNull(Ref("logic", $"A group, or one condition; nested at most {LogicReader.DeepestNesting} deep, at most {LogicReader.MostConditions} conditions."))),
            ("conditions", OrNull(Conditions("In place of logic: all of them must hold."))),
            ("group_by", OrNull(GroupBy())),
            ("time_window", DurationSchema.Member(LogicReader.ShortestWindow, LogicReader.LongestWindow, "For conditions without their own.", standard.TimeWindow)),
            ("cooldown", DurationSchema.Member(TimeSpan.Zero, RuleReader.LongestWait, "After an alert opens, how long no further one does for the same group.", standard.Cooldown)),
            ("for", DurationSchema.Member(TimeSpan.Zero, RuleReader.LongestWait, "How long the logic must hold before the rule fires.", standard.For)),
            ("keep_firing_for", DurationSchema.Member(TimeSpan.Zero, RuleReader.LongestWait, "How long it goes on firing after that.", standard.KeepFiringFor)),
            ("repeat_interval", DurationSchema.Member(RuleReader.ShortestRepeat, RuleReader.LongestWait, "How often an open alert that nobody has acknowledged is sent again; never when absent.")),
            ("priority", OrNull(Priority(standard.Priority))),
            ("no_data", OrNull(OneOf("What it makes of a time without a single call.", standard.NoData))),
            ("auto_resolve", Flag("Whether the alert closes when the firing ends.", standard.AutoResolve)),
            ("is_active", Flag("Whether it is judged at all.", standard.IsActive)),
            ("actions", OrNull(Actions(standard.SendResolved))),
        ];
    }

    private static JsonObject Group()
    {
        var group = Object(("type", OneOf("All, any, or not the one.", ["AND", "OR", "NOT", "and", "or", "not"])), ("conditions", Conditions(null)));
        group["required"] = Words(["type", "conditions"]);
        group["anyOf"] = new JsonArray(
            Where("type", OneOf("NOT takes exactly one.", ["AND", "OR", "and", "or"])),
            Where("conditions", new() { ["maxItems"] = 1 }));
        return group;
    }

    private static JsonObject Conditions(string? description)
    {
        var conditions = ArrayOf(Ref("logic"), description);
        conditions["minItems"] = 1;
        conditions["maxItems"] = LogicReader.MostConditions;
        return conditions;
    }

    private static JsonObject GroupBy()
    {
        var names = ArrayOf(AnyOf(OneOf("What calls have.", DimensionNames(Dimension.GroupNames)), Matching(ConditionSchema.TagPattern)), "One alert, clock and cooldown for each combination of these.");
        names["uniqueItems"] = true;
        return names;
    }

    /// <summary>Without the placeholder that messages show for tags.</summary>
    internal static IEnumerable<string> DimensionNames(IEnumerable<string> names) => names.Where(name => !name.Contains('<', StringComparison.Ordinal));

    private static JsonObject Priority(AlertPriority standard)
    {
        var priority = OneOf("How urgent its alerts are. The numbers 0 to 3 are accepted for the words.", standard);
        foreach (var value in Enum.GetValues<AlertPriority>())
        {
            priority["enum"]!.AsArray().Add((int)value);
        }

        return priority;
    }

    private static JsonObject Actions(bool sendResolved)
    {
        var channel = new JsonObject { ["type"] = "string", ["examples"] = Words(ChannelIds.BuiltIn) };
        return Object(
            ("channels", OrNull(ArrayOf(channel, "Ids of channels; only in the admin when absent."))),
            ("send_resolved", Flag("Whether they are told of the end, too.", sendResolved)));
    }

    private static JsonObject ReadOnly() => new() { ["readOnly"] = true, ["description"] = "Added by the API when it answers; means nothing in a file." };
}
