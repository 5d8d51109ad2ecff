using System.Text;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>The plain part of a mail.</summary>
internal static class EmailText
{
    public static string Render(Announcement announcement)
    {
        var text = new StringBuilder();
        Paragraph(text, announcement.Title);
        Paragraph(text, announcement.Sentence);
        Paragraph(text, announcement.About);
        Paragraph(text, string.Join('\n', announcement.Facts.Select(fact => $"{fact.Name}: {fact.Value}")));
        Paragraph(text, AlertWords.More(announcement));
        Paragraph(text, announcement.Link is { } link ? $"Open: {link.AbsoluteUri}" : null);
        Paragraph(text, announcement.Runbook is { } runbook ? $"Runbook: {runbook.AbsoluteUri}" : null);
        return text.Append("-- \n").Append(Footer(announcement)).Append('\n').ToString();
    }

    public static string Footer(Announcement announcement) => $"{announcement.Dashboard}, {AlertWords.Instant(announcement.At)}";

    private static void Paragraph(StringBuilder text, string? paragraph)
    {
        if (!string.IsNullOrEmpty(paragraph))
        {
            text.Append(paragraph).Append("\n\n");
        }
    }
}
