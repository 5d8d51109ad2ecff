using System.Text;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Delivery.Channels.Discord;

/// <summary>A message as one embed. Limits: discord.com/developers/docs/resources/message. Nobody is mentioned, whatever the data says.</summary>
internal static class DiscordEmbed
{
    public const int MostTotal = 6_000;
    public const int MostTitle = 256;
    public const int MostText = 4_096;
    public const int MostFields = 25;
    public const int MostFieldName = 256;
    public const int MostFieldValue = 1_024;
    public const int MostFooter = 2_048;
    public const int MostUrl = 2_048;

    public static string Render(Announcement announcement)
    {
        var shown = announcement.Facts.Count <= MostFields
            ? announcement
            : announcement with { Facts = [.. announcement.Facts.Take(MostFields)], Omitted = announcement.Omitted + announcement.Facts.Count - MostFields };
        return RenderedJson.Text(Fit.To(shown, Whole, Total, MostTotal));
    }

    private static JsonObject Whole(Announcement announcement)
    {
        var embed = new JsonObject
        {
            ["title"] = Escape(announcement.Title, MostTitle),
            ["description"] = Escape(Text(announcement), MostText - MostUrl) + Runbook(announcement),
            ["color"] = Color(announcement),
            ["timestamp"] = UtcInstantConverter.Text(announcement.At),
            ["footer"] = new JsonObject { ["text"] = Cut.To(Footer(announcement), MostFooter) },
            ["fields"] = new JsonArray([.. announcement.Facts.Select(Field)]),
        };
        if (announcement.Link?.AbsoluteUri is { Length: <= MostUrl } link)
        {
            embed["url"] = link;
        }

        return new()
        {
            ["embeds"] = new JsonArray(embed),
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
        };
    }

    /// <summary>What Discord adds up over an embed.</summary>
    public static int Total(JsonObject message)
    {
        var embed = message["embeds"]![0]!;
        return Length(embed["title"]) + Length(embed["description"]) + Length(embed["footer"]!["text"])
            + embed["fields"]!.AsArray().Sum(field => Length(field!["name"]) + Length(field["value"]));
    }

    private static int Length(JsonNode? text) => text!.GetValue<string>().Length;

    private static JsonNode Field(Fact fact) => new JsonObject
    {
        ["name"] = Filled(Escape(fact.Name, MostFieldName)),
        ["value"] = Filled(Escape(fact.Value, MostFieldValue)),
        ["inline"] = fact.Value.Length <= 30,
    };

    private static string Text(Announcement announcement) =>
        announcement.About.Length == 0 ? announcement.Sentence : $"{announcement.Sentence}\n\n{announcement.About}";

    private static string Runbook(Announcement announcement) =>
        announcement.Runbook?.AbsoluteUri is { Length: < MostUrl - 20 } url ? $"\n[Runbook](<{url.Replace(">", "%3E", StringComparison.Ordinal)}>)" : "";

    private static string Footer(Announcement announcement) =>
        announcement.Dashboard + (AlertWords.More(announcement) is { } more ? $" · {more}" : "");

    /// <summary>An empty name or value is refused.</summary>
    private static string Filled(string text) => text.Length == 0 ? "–" : text;

    /// <summary>Everything that Discord's Markdown gives a meaning, mentions among it.</summary>
    private static string Escape(string text, int most) => Cut.To(text, most, Escape);

    private static string Escape(Rune rune) => rune.IsAscii && "\\*_~`|<>[]#@".Contains((char)rune.Value, StringComparison.Ordinal) ? $"\\{rune}" : rune.ToString();

    private static int Color(Announcement announcement) => announcement.Kind switch
    {
        AnnouncementKind.Resolved => 0x2E7D32,
        AnnouncementKind.Acknowledged or AnnouncementKind.Test => 0x1565C0,
        _ => announcement.Severity switch
        {
            AlertPriority.Critical => 0xC62828,
            AlertPriority.High => 0xE65100,
            AlertPriority.Medium => 0xF9A825,
            _ => 0x1565C0,
        },
    };
}
