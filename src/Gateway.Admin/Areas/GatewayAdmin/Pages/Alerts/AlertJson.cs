using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting;
using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>Answers of the alert endpoints.</summary>
internal sealed record ActiveAlertsJson(IReadOnlyList<Alert> Alerts, int Count);

internal sealed record AlertPageJson(IReadOnlyList<Alert> Alerts, int Count, long Total, PaginationJson Pagination)
{
    public static AlertPageJson Of(AlertPage page, int limit, int offset) =>
        new(page.Alerts, page.Alerts.Count, page.Total, new(limit, offset, offset + (long)page.Alerts.Count < page.Total));
}

internal sealed record PaginationJson(int Limit, int Offset, bool HasMore);

/// <summary>How many are as they were asked to be, also those that were so already, and which are not and why.</summary>
internal sealed record AlertBulkJson(int Succeeded, IReadOnlyList<AlertRefusalJson> Failed)
{
    public static AlertBulkJson Of(AlertAct act, IReadOnlyList<string> ids, IReadOnlyList<AlertAction> actions)
    {
        var failed = ids.Zip(actions)
            .Where(entry => entry.Second.Result is AlertActionResult.NotFound or AlertActionResult.Conflict)
            .Select(entry => new AlertRefusalJson(entry.First, entry.Second.Result == AlertActionResult.NotFound ? AlertWords.NoSuchAlert : AlertWords.WhyNot(act)))
            .ToList();
        return new(ids.Count - failed.Count, failed);
    }
}

internal sealed record AlertRefusalJson(string Id, string Reason);

/// <summary>What somebody wrote about an alert.</summary>
internal sealed record NoteJson(DateTimeOffset At, string By, string Text);

internal static class AlertDetailJson
{
    /// <summary>The alert's own fields with <c>timeline</c>, <c>notes</c> and <c>deliveries</c> beside them.</summary>
    public static JsonObject Of(AlertDetail detail)
    {
        var json = Node(detail.Alert).AsObject();
        json["timeline"] = Node(detail.Timeline);
        json["notes"] = Node(Notes(detail.Timeline));
        json["deliveries"] = Node(detail.Deliveries);
        return json;
    }

    /// <summary>Notes on their own, and those given with an acknowledgement or a resolution by a person.</summary>
    public static IReadOnlyList<NoteJson> Notes(IEnumerable<AlertEvent> timeline) =>
    [
        .. from entry in timeline
           where entry.Kind is "note" or "acknowledged" or "resolved"
           where entry.By != Alert.ByEngine && !string.IsNullOrWhiteSpace(entry.Text)
           select new NoteJson(entry.At, entry.By, entry.Text!),
    ];

    private static JsonNode Node<T>(T value) => JsonSerializer.SerializeToNode(value, GatewayJson.Options)!;
}
