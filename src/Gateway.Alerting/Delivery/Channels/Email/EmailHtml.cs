using System.Net;
using System.Text;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>The HTML part of a mail: a heading, a sentence, a table, links. Styles stand in the tags, mail programs know no others. Everything is encoded.</summary>
internal static class EmailHtml
{
    public static string Render(Announcement announcement)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><body style=\"font-family:sans-serif;color:#1f2328;max-width:640px\">\n");
        html.Append($"<h2 style=\"border-left:6px solid {Color(announcement)};padding-left:10px\">{Encode(announcement.Title)}</h2>\n");
        html.Append($"<p dir=\"auto\">{Encode(announcement.Sentence)}</p>\n");
        if (announcement.About.Length > 0)
        {
            html.Append($"<p dir=\"auto\">{Encode(announcement.About).Replace("\n", "<br>", StringComparison.Ordinal)}</p>\n");
        }

        Table(html, announcement.Facts);
        if (AlertWords.More(announcement) is { } more)
        {
            html.Append($"<p>{Encode(more)}</p>\n");
        }

        Link(html, "Open", announcement.Link);
        Link(html, "Runbook", announcement.Runbook);
        return html.Append($"<p style=\"color:#59636e;font-size:small\">{Encode(EmailText.Footer(announcement))}</p>\n</body></html>\n").ToString();
    }

    private static void Table(StringBuilder html, IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }

        html.Append("<table style=\"border-collapse:collapse\">\n");
        foreach (var (name, value) in facts)
        {
            html.Append($"<tr><th scope=\"row\" style=\"text-align:left;padding:2px 16px 2px 0\">{Encode(name)}</th><td dir=\"auto\">{Encode(value)}</td></tr>\n");
        }

        html.Append("</table>\n");
    }

    private static void Link(StringBuilder html, string text, Uri? url)
    {
        if (url is not null)
        {
            html.Append($"<p><a href=\"{Encode(url.AbsoluteUri)}\">{text}</a></p>\n");
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Color(Announcement announcement) => announcement.Kind switch
    {
        AnnouncementKind.Resolved => "#2e7d32",
        AnnouncementKind.Acknowledged or AnnouncementKind.Test => "#1565c0",
        _ => announcement.Severity switch
        {
            AlertPriority.Critical => "#c62828",
            AlertPriority.High => "#e65100",
            AlertPriority.Medium => "#f9a825",
            _ => "#1565c0",
        },
    };
}
