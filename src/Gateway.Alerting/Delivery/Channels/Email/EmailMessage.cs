using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;
using MimeKit;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>
/// A message as mail: text and HTML. What opened an alert has a Message-ID that follows from the alert, so whatever is told of it later can name
/// it and mail programs show one thread. Its subject is one line by construction.
/// </summary>
internal static class EmailMessage
{
    public const int MostSubject = 200;

    /// <param name="announcement">What to say.</param>
    /// <param name="channelId">Two channels may reach the same person: each has its own thread.</param>
    /// <param name="config">From whom to whom.</param>
    public static MimeMessage Render(Announcement announcement, string channelId, EmailConfig config)
    {
        var message = new MimeMessage { Subject = Subject(announcement), Date = announcement.At.ToUniversalTime() };
        message.From.Add(config.From);
        message.To.AddRange(config.To);
        Thread(message, announcement, channelId, config.From.Domain);
        // No out-of-office answers, please.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (announcement is { Severity: AlertPriority.Critical, Kind: AnnouncementKind.Opened or AnnouncementKind.Repeated })
        {
            message.Importance = MessageImportance.High;
        }

        message.Body = new BodyBuilder { TextBody = EmailText.Render(announcement), HtmlBody = EmailHtml.Render(announcement) }.ToMessageBody();
        return message;
    }

    /// <summary>A model called <c>=?utf-8?q?…?=</c> would be read as an encoded word, and whatever it encodes would be shown.</summary>
    private static string Subject(Announcement announcement) => Cut.To(announcement.Title.Replace("=?", "= ?", StringComparison.Ordinal), MostSubject);

    private static void Thread(MimeMessage message, Announcement announcement, string channelId, string domain)
    {
        var root = $"{announcement.Key}.{Uri.EscapeDataString(channelId)}@{domain}";
        if (announcement.Kind is AnnouncementKind.Opened)
        {
            message.MessageId = root;
            return;
        }

        message.MessageId = $"{announcement.Id}@{domain}";
        if (announcement.Kind is AnnouncementKind.Repeated or AnnouncementKind.Acknowledged or AnnouncementKind.Resolved)
        {
            message.InReplyTo = root;
            message.References.Add(root);
        }
    }
}
