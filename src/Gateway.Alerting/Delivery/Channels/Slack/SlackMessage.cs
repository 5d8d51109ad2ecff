using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Slack;

/// <summary>
/// A message as Block Kit. Limits: docs.slack.dev/reference/block-kit/blocks; the total is not documented, messages above about 13,200 characters
/// are refused as <c>msg_blocks_too_long</c>.
/// </summary>
internal static class SlackMessage
{
    public const int MostTotal = 13_000;
    public const int MostBlocks = 50;
    public const int MostHeader = 150;
    public const int MostText = 3_000;
    public const int MostFields = 10;
    public const int MostField = 2_000;
    public const int MostUrl = 3_000;

    public static JsonObject Render(Announcement announcement) => Fit.To(announcement, Whole, Size, MostTotal);

    /// <summary>What Slack counts, generously: every character of the blocks.</summary>
    public static int Size(JsonObject message) => RenderedJson.Text(message["blocks"]!).Length;

    private static JsonObject Whole(Announcement announcement) => new()
    {
        ["text"] = Escape(announcement.Summary, MostText),
        ["blocks"] = new JsonArray([.. Blocks(announcement).Take(MostBlocks)]),
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
    };

    private static IEnumerable<JsonNode> Blocks(Announcement announcement) =>
    [
        new JsonObject { ["type"] = "header", ["text"] = Plain(Cut.To($"{Sign(announcement)} {announcement.Title}", MostHeader)) },
        .. Sections(announcement),
        .. announcement.Facts.Chunk(MostFields).Select(facts => new JsonObject { ["type"] = "section", ["fields"] = new JsonArray([.. facts.Select(Field)]) }),
        new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Mrkdwn(Escape(Footer(announcement), MostField))) },
        .. Actions(announcement),
    ];

    /// <summary>A section without text is refused.</summary>
    private static IEnumerable<JsonNode> Sections(Announcement announcement) => new[] { announcement.Sentence, announcement.About }
        .Where(text => text.Length > 0)
        .Select(text => new JsonObject { ["type"] = "section", ["text"] = Mrkdwn(Escape(text, MostText)) });

    private static IEnumerable<JsonNode> Actions(Announcement announcement)
    {
        var buttons = new[] { (Text: "Open", Url: announcement.Link), (Text: "Runbook", Url: announcement.Runbook) }
            .Where(button => button.Url?.AbsoluteUri.Length <= MostUrl)
            .Select(button => (JsonNode)new JsonObject { ["type"] = "button", ["text"] = Plain(button.Text), ["url"] = button.Url!.AbsoluteUri })
            .ToArray();
        return buttons.Length == 0 ? [] : [new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray(buttons) }];
    }

    private static JsonNode Field(Fact fact) => Mrkdwn(Cut.To($"*{Escape(fact.Name, 200)}*\n{Escape(fact.Value, MostField - 300)}", MostField));

    private static string Footer(Announcement announcement) =>
        string.Join(" · ", new[] { announcement.Dashboard, AlertWords.Instant(announcement.At), AlertWords.More(announcement) }.OfType<string>());

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    /// <summary>Verbatim: Slack neither links nor expands what looks like a channel or an address.</summary>
    private static JsonObject Mrkdwn(string text) => new() { ["type"] = "mrkdwn", ["text"] = text, ["verbatim"] = true };

    /// <summary>Slack's three: with them escaped, data cannot form a mention such as <c>&lt;!channel&gt;</c> or a disguised link.</summary>
    private static string Escape(string text, int most) => Cut.To(text, most, rune => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => rune.ToString(),
    });

    private static string Sign(Announcement announcement) => announcement.Kind switch
    {
        AnnouncementKind.Resolved => "✅",
        AnnouncementKind.Acknowledged => "👀",
        AnnouncementKind.Test => "🔔",
        _ => announcement.Severity switch
        {
            Rules.AlertPriority.Critical => "🔴",
            Rules.AlertPriority.High => "🟠",
            Rules.AlertPriority.Medium => "🟡",
            _ => "🔵",
        },
    };
}
