using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Channels.Teams;

/// <summary>
/// A message as an Adaptive Card. Its texts are text runs, which unlike text blocks know no Markdown: a stranger's words cannot become links.
/// Only <c>{{DATE(…)}}</c> is special in them.
/// </summary>
internal static class TeamsCard
{
    /// <summary>Teams documents 28 KB; cards have been refused from 21 KB on.</summary>
    public const int MostBytes = 20_000;
    public const int MostTitle = 300;
    public const int MostText = 2_000;
    public const int MostUrl = 2_000;

    public static string Render(Announcement announcement) => RenderedJson.Within(MostBytes, announcement, Whole);

    private static JsonObject Whole(Announcement announcement) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["msteams"] = new JsonObject { ["width"] = "Full" },
                ["body"] = new JsonArray([.. Body(announcement)]),
                ["actions"] = new JsonArray([.. Actions(announcement)]),
            },
        }),
    };

    private static IEnumerable<JsonNode> Body(Announcement announcement) =>
    [
        Text(new JsonObject { ["type"] = "TextRun", ["text"] = Clean(announcement.Title, MostTitle), ["weight"] = "Bolder", ["size"] = "Large", ["color"] = Color(announcement) }),
        .. new[] { announcement.Sentence, announcement.About }.Where(text => text.Length > 0).Select(text => Text(Run(text, MostText))),
        .. announcement.Facts.Select(fact => Text(Bold(fact.Name + ": "), Run(fact.Value, MostText))),
        Text(new JsonObject { ["type"] = "TextRun", ["text"] = Clean(Footer(announcement), MostText), ["isSubtle"] = true, ["size"] = "Small" }),
    ];

    private static IEnumerable<JsonNode> Actions(Announcement announcement) =>
        new[] { (Text: "Open", Url: announcement.Link), (Text: "Runbook", Url: announcement.Runbook) }
            .Where(action => action.Url?.AbsoluteUri.Length <= MostUrl)
            .Select(action => new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = action.Text, ["url"] = action.Url!.AbsoluteUri });

    private static string Footer(Announcement announcement) =>
        string.Join(" · ", new[] { announcement.Dashboard, AlertWords.Instant(announcement.At), AlertWords.More(announcement) }.OfType<string>());

    private static JsonObject Text(params JsonNode[] runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(runs) };

    private static JsonObject Run(string text, int most) => new() { ["type"] = "TextRun", ["text"] = Clean(text, most) };

    private static JsonObject Bold(string text) => new() { ["type"] = "TextRun", ["text"] = Clean(text, MostTitle), ["weight"] = "Bolder" };

    private static string Clean(string text, int most) => Cut.To(text.Replace("{{", "{ {", StringComparison.Ordinal), most);

    private static string Color(Announcement announcement) => announcement.Kind switch
    {
        AnnouncementKind.Resolved => "Good",
        AnnouncementKind.Acknowledged or AnnouncementKind.Test => "Accent",
        _ => announcement.Severity <= AlertPriority.High ? "Attention" : "Warning",
    };
}
