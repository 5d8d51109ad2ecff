using System.ComponentModel;
using Gateway.Admin.Words;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Inbox;

/// <summary>The newest of the notification centre.</summary>
/// <param name="Notifications">Newest first.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Unread">How many of all are new to the one who asks; 100 means 100 or more.</param>
internal sealed record InboxJson(IReadOnlyList<NotificationJson> Notifications, int Count, int Unread)
{
    public static InboxJson Of(InboxPage page, Announcer announcer) =>
        new([.. page.Notifications.Select(entry => NotificationJson.Of(entry, announcer))], page.Notifications.Count, page.Unread);
}

/// <param name="Id">The delivery's.</param>
/// <param name="AlertId">What it tells of.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Severity">The alert's.</param>
/// <param name="Title">Priority, rule and group in a line.</param>
/// <param name="Sentence">What happened, with the numbers.</param>
/// <param name="At">When it came.</param>
/// <param name="Read">Whether the one who asks has read it.</param>
internal sealed record NotificationJson(
    string Id,
    string? AlertId,
    AnnouncementKind Kind,
    AlertPriority Severity,
    string Title,
    string Sentence,
    DateTimeOffset At,
    bool Read)
{
    public static NotificationJson Of(InboxEntry entry, Announcer announcer)
    {
        var said = announcer.Read(entry.Delivery);
        return new(entry.Delivery.Id, entry.Delivery.AlertId, said.Kind, said.Severity, said.Title, Say.Capital(said.Sentence), entry.At, entry.IsRead);
    }
}

/// <summary>How the API document shows what marks notifications as read.</summary>
internal sealed record InboxReadBody([property: Description("The newest notification that was seen; all of them when absent.")] string? UpTo = null);
