using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Alerting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Answers of the rule endpoints.</summary>
internal sealed record RuleListJson(IReadOnlyList<JsonObject> Rules, int Count)
{
    public static RuleListJson Of(IReadOnlyList<RuleView> rules) => new([.. rules.Select(RuleJson.Of)], rules.Count);
}

internal sealed record RuleToggleJson(string Id, bool IsActive);

internal sealed record RuleVersionJson(long Version, RuleAction Action, string By, DateTimeOffset At, JsonNode? Rule);

internal sealed record RuleVersionsJson(IReadOnlyList<RuleVersionJson> Versions, int Count, long Total, PaginationJson Pagination)
{
    public static RuleVersionsJson Of(RuleVersionPage page, int limit, int offset) => new(
        [.. page.Versions.Select(version => new RuleVersionJson(version.Number, version.Action, version.By, version.At, RuleJson.Parse(version.Document)))],
        page.Versions.Count,
        page.Total,
        new(limit, offset, offset + page.Versions.Count < page.Total));
}

internal static class RuleJson
{
    /// <summary>The rule as a file holds it, every setting spelt out, with the <see cref="Alerting.Rules.Reading.RuleReader.ReadOnlyFields"/> behind.</summary>
    public static JsonObject Of(RuleView view)
    {
        var (entry, counters) = (view.Entry, view.Counters);
        var json = entry.Definition is { } rule ? RuleDocument.ToJson(rule, RuleDetail.Everything) : Parse(entry.Version?.Document) as JsonObject ?? new() { ["id"] = entry.Id };
        json["source"] = entry.Source;
        json["version"] = entry.Version?.Number;
        json["updated_at"] = Node(entry.Version?.At);
        json["updated_by"] = entry.Version?.By;
        json["state"] = EnumWords.Of(view.State);
        json["is_flapping"] = view.IsFlapping;
        json["health"] = view.Health;
        json["problem"] = view.Problem;
        json["last_triggered"] = Node(counters.LastTriggered);
        json["trigger_count"] = counters.TriggerCount;
        json["suppressed_count"] = counters.SuppressedCount;
        return json;
    }

    /// <summary>A stored text; null when it is not even JSON.</summary>
    public static JsonNode? Parse(string? document)
    {
        try
        {
            return document is null ? null : JsonNode.Parse(document);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Node(DateTimeOffset? instant) => JsonSerializer.SerializeToNode(instant, GatewayJson.Options);
}
