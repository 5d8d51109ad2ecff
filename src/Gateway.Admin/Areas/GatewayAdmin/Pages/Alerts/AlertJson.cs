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
        new(page.Alerts, page.Alerts.Count, page.Total, new(limit, offset, offset + page.Alerts.Count < page.Total));
}

internal sealed record PaginationJson(int Limit, int Offset, bool HasMore);

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
