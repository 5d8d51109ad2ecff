using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Channels.Opsgenie;

/// <summary>A message as a request of the Alert API v2. Limits: docs.opsgenie.com/docs/alert-api.</summary>
internal static class OpsgenieAlert
{
    public const int MostMessage = 130;
    public const int MostText = 15_000;
    public const int MostDetails = 8_000;
    public const int MostSource = 100;
    public const int MostEntity = 512;
    public const string AliasPrefix = "gateway-alert-";

    public static string Path(Announcement announcement)
    {
        var alias = Uri.EscapeDataString(Alias(announcement));
        return announcement.Kind switch
        {
            AnnouncementKind.Acknowledged => $"/v2/alerts/{alias}/acknowledge?identifierType=alias",
            AnnouncementKind.Resolved => $"/v2/alerts/{alias}/close?identifierType=alias",
            _ => "/v2/alerts",
        };
    }

    public static string Render(Announcement announcement) => announcement.Kind is AnnouncementKind.Acknowledged or AnnouncementKind.Resolved
        ? RenderedJson.Text(Change(announcement))
        : RenderedJson.Text(Fit.To(announcement, Creation, Details, MostDetails));

    private static JsonObject Change(Announcement announcement) => new()
    {
        ["source"] = Cut.To(announcement.Dashboard, MostSource),
        ["note"] = Cut.To(announcement.Summary, MostText),
    };

    private static JsonObject Creation(Announcement announcement) => new()
    {
        ["message"] = Cut.To(announcement.Title, MostMessage),
        ["alias"] = Alias(announcement),
        ["description"] = Cut.To(Text(announcement), MostText),
        ["details"] = RenderedJson.Details(announcement.Facts),
        ["entity"] = Cut.To(announcement.Alert is { } alert ? PlainText.Line(alert.RuleName) : announcement.Dashboard, MostEntity),
        ["source"] = Cut.To(announcement.Dashboard, MostSource),
        ["priority"] = Priority(announcement.Severity),
        ["tags"] = new JsonArray("gateway-alerts"),
    };

    private static int Details(JsonObject request) => request["details"]!.AsObject().Sum(detail => detail.Key.Length + detail.Value!.GetValue<string>().Length);

    private static string Text(Announcement announcement) => string.Join(
        "\n\n",
        new[] { announcement.Sentence, announcement.About, announcement.Link?.AbsoluteUri, announcement.Runbook is { } runbook ? $"Runbook: {runbook.AbsoluteUri}" : null, AlertWords.More(announcement) }
            .Where(part => !string.IsNullOrEmpty(part)));

    private static string Alias(Announcement announcement) => AliasPrefix + announcement.Key;

    private static string Priority(AlertPriority priority) => priority switch
    {
        AlertPriority.Critical => "P1",
        AlertPriority.High => "P2",
        AlertPriority.Medium => "P3",
        _ => "P4",
    };
}
