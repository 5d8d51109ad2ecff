using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Delivery.Channels.PagerDuty;

/// <summary>A message as an event of the Events API v2. Every message about an alert has the same <c>dedup_key</c>, so it moves one incident.</summary>
internal static class PagerDutyEvent
{
    /// <summary>512 KB with room to spare.</summary>
    public const int MostBytes = 500_000;
    public const int MostSummary = 1024;
    public const int MostUrl = 2048;
    public const string KeyPrefix = "gateway-alert-";

    public static string Render(Announcement announcement, Secret key) => RenderedJson.Within(MostBytes, announcement, shown => Whole(shown, key));

    private static JsonObject Whole(Announcement announcement, Secret key)
    {
        var @event = new JsonObject
        {
            ["routing_key"] = key.Reveal(),
            ["event_action"] = Action(announcement.Kind),
            ["dedup_key"] = KeyPrefix + announcement.Key,
            ["payload"] = Payload(announcement),
            ["links"] = new JsonArray([.. Links(announcement)]),
            ["client"] = announcement.Dashboard,
        };
        if (announcement.Link?.AbsoluteUri is { Length: <= MostUrl } link)
        {
            @event["client_url"] = link;
        }

        return @event;
    }

    private static JsonObject Payload(Announcement announcement)
    {
        var details = RenderedJson.Details([new("what", announcement.Sentence), .. announcement.Facts]);
        if (announcement.About.Length > 0)
        {
            details["about"] = announcement.About;
        }

        return new()
        {
            ["summary"] = Cut.To(announcement.Summary, MostSummary),
            ["source"] = announcement.Dashboard,
            ["severity"] = Severity(announcement.Severity),
            ["timestamp"] = UtcInstantConverter.Text(announcement.At),
            ["class"] = announcement.Alert is { } alert ? Cut.To(PlainText.Line(alert.RuleName), MostSummary) : "digest",
            ["custom_details"] = details,
        };
    }

    private static IEnumerable<JsonNode> Links(Announcement announcement) =>
        new[] { (Text: "Alert", Url: announcement.Link), (Text: "Runbook", Url: announcement.Runbook) }
            .Where(link => link.Url?.AbsoluteUri.Length <= MostUrl)
            .Select(link => new JsonObject { ["href"] = link.Url!.AbsoluteUri, ["text"] = link.Text });

    private static string Action(AnnouncementKind kind) => kind switch
    {
        AnnouncementKind.Acknowledged => "acknowledge",
        AnnouncementKind.Resolved => "resolve",
        _ => "trigger",
    };

    private static string Severity(AlertPriority priority) => priority switch
    {
        AlertPriority.Critical => "critical",
        AlertPriority.High => "error",
        AlertPriority.Medium => "warning",
        _ => "info",
    };
}
