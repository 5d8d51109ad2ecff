using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Rules;

/// <summary>
/// Writes a rule in the form that files hold: members in the order of the documentation, lengths of time as text, <c>metric</c> and
/// <c>threshold</c> by these names. Reading what it wrote gives an equal rule. Where the rule was written is not part of it.
/// </summary>
public static class RuleDocument
{
    private static readonly JsonSerializerOptions Indented = new(GatewayJson.Options) { WriteIndented = true };

    /// <summary>A rule that says nothing: what its settings are is the default.</summary>
    internal static RuleDefinition Default { get; } = new() { Id = "", Name = "", Logic = new LogicGroup(LogicOperator.And, []), Source = new(null, 1) };

    /// <summary>As people keep it in a file: only what is not the default, indented.</summary>
    public static string Write(RuleDefinition rule) => ToJson(rule, RuleDetail.NotDefault).ToJsonString(Indented);

    /// <returns>The rule as a JSON object; it belongs to the caller, who may add to it.</returns>
    public static JsonObject ToJson(RuleDefinition rule, RuleDetail detail)
    {
        var json = new Members(detail);
        json.Add("id", rule.Id);
        json.Add("name", rule.Name);
        json.AddUnless(rule.Description is null, "description", rule.Description);
        json.AddUnless(rule.RunbookUrl is null, "runbook_url", rule.RunbookUrl);
        json.AddUnless(rule.Labels.Count == 0, "labels", Texts(rule.Labels));
        json.Add("logic", Node(rule.Logic));
        json.AddUnless(rule.GroupBy.Count == 0, "group_by", Texts(rule.GroupBy));
        json.AddTime("time_window", rule.TimeWindow, Default.TimeWindow);
        json.AddTime("cooldown", rule.Cooldown, Default.Cooldown);
        json.AddTime("for", rule.For, Default.For);
        json.AddTime("keep_firing_for", rule.KeepFiringFor, Default.KeepFiringFor);
        json.AddUnless(rule.RepeatInterval is null, "repeat_interval", rule.RepeatInterval is { } repeat ? DurationText.Format(repeat) : null);
        json.AddSetting("priority", EnumWords.Of(rule.Priority), rule.Priority == Default.Priority);
        json.AddSetting("no_data", EnumWords.Of(rule.NoData), rule.NoData == Default.NoData);
        json.AddSetting("auto_resolve", rule.AutoResolve, rule.AutoResolve == Default.AutoResolve);
        json.AddSetting("is_active", rule.IsActive, rule.IsActive == Default.IsActive);
        json.AddUnless(rule is { Channels: null, SendResolved: true }, "actions", Actions(rule, detail));
        return json.Object;
    }

    private static JsonObject Actions(RuleDefinition rule, RuleDetail detail)
    {
        var json = new Members(detail);
        json.AddUnless(rule.Channels is null, "channels", rule.Channels is null ? null : Texts(rule.Channels));
        json.AddSetting("send_resolved", rule.SendResolved, rule.SendResolved == Default.SendResolved);
        return json.Object;
    }

    private static JsonObject Node(LogicNode node) => node switch
    {
        LogicGroup group => new()
        {
            ["type"] = EnumWords.Of(group.Operator).ToUpperInvariant(),
            ["conditions"] = new JsonArray([.. group.Conditions.Select(Node)]),
        },
        Condition condition => Leaf(condition),
        _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
    };

    private static JsonObject Leaf(Condition condition)
    {
        var json = new Members(RuleDetail.NotDefault);
        json.Add("metric", condition.Metric);
        json.Add("operator", condition.Operator.Symbol());
        json.Add("threshold", condition.Threshold);
        json.AddUnless(condition.CompareTo == Baseline.PreviousWindow, "compare_to", EnumWords.Of(condition.CompareTo));
        json.AddUnless(condition.Recovery is null, "recovery", condition.Recovery);
        json.AddUnless(condition.MinRequests == 0, "min_requests", condition.MinRequests);
        json.AddUnless(condition.TimeWindow is null, "time_window", condition.TimeWindow is { } window ? DurationText.Format(window) : null);
        json.AddUnless(condition.Filter.Count == 0, "filter", Texts(condition.Filter));
        return json.Object;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts) =>
        new(texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    /// <summary>A JSON object that grows in the order of writing.</summary>
    private sealed class Members(RuleDetail detail)
    {
        public JsonObject Object { get; } = [];

        public void Add(string name, JsonNode? value) => Object[name] = value;

        public void AddUnless(bool absent, string name, JsonNode? value)
        {
            if (!absent)
            {
                Add(name, value);
            }
        }

        /// <summary>A member that always has a value, and may be left out when it is the default.</summary>
        public void AddSetting(string name, JsonNode value, bool isDefault) => AddUnless(isDefault && detail == RuleDetail.NotDefault, name, value);

        public void AddTime(string name, TimeSpan value, TimeSpan standard) => AddSetting(name, DurationText.Format(value), value == standard);
    }
}

/// <summary>How much a written rule says.</summary>
public enum RuleDetail
{
    /// <summary>What differs from the defaults: what people would have written.</summary>
    NotDefault,

    /// <summary>Every setting that has a value, so that programs need not know the defaults.</summary>
    Everything,
}
