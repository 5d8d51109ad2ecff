using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.History;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Delivery.Channels.Alertmanager;

/// <summary>
/// A message as the alerts of <c>POST /api/v2/alerts</c>. Alertmanager knows an alert by its labels, so they are the same in every message about it:
/// what changes goes into annotations. It also takes a digest apart again.
/// </summary>
internal static class AlertmanagerAlerts
{
    /// <summary>How long an alert stays on when nothing more is heard of it: longer than a gateway takes to start again, and than Alertmanager does.</summary>
    public static readonly TimeSpan KeptOn = TimeSpan.FromHours(1);

    public static readonly TimeSpan TestKeptOn = TimeSpan.FromMinutes(1);

    private const int LongestValue = 1_000;

    /// <param name="announcement">What to say.</param>
    /// <param name="linkTo">An alert's page.</param>
    /// <param name="now">When it is sent: a message that waited for hours turns its alert on all the same.</param>
    public static string Render(Announcement announcement, Func<Alert, Uri?> linkTo, DateTimeOffset now) =>
        Render(announcement.Alert is { } alert ? [new(TypeOf(announcement.Kind), announcement.At, alert)] : announcement.Digested, linkTo, now);

    public static string Render(IEnumerable<AlertMessage> messages, Func<Alert, Uri?> linkTo, DateTimeOffset now) =>
        RenderedJson.Text(new JsonArray([.. messages.Select(JsonNode (message) => One(message, linkTo, now))]));

    private static JsonObject One(AlertMessage message, Func<Alert, Uri?> linkTo, DateTimeOffset now)
    {
        var alert = message.Data;
        var rendered = new JsonObject
        {
            ["labels"] = Labels(alert),
            ["annotations"] = Annotations(alert),
            ["startsAt"] = UtcInstantConverter.Text(alert.TriggeredAt),
            ["endsAt"] = UtcInstantConverter.Text(End(message, now)),
        };
        if (linkTo(alert) is { } link)
        {
            rendered["generatorURL"] = link.AbsoluteUri;
        }

        return rendered;
    }

    private static DateTimeOffset End(AlertMessage message, DateTimeOffset now) => message.Type switch
    {
        MessageTypes.Resolved => message.Data.ResolvedAt ?? message.Timestamp,
        MessageTypes.Test => now + TestKeptOn,
        _ => now + KeptOn,
    };

    private static JsonObject Labels(Alert alert)
    {
        var labels = new JsonObject();
        foreach (var (name, value) in alert.Labels.Concat(alert.Group))
        {
            Put(labels, LabelName(name), value);
        }

        Put(labels, "alertname", alert.RuleName);
        Put(labels, "rule_id", alert.RuleId);
        Put(labels, "severity", EnumWords.Of(alert.Severity));
        return labels;
    }

    private static JsonObject Annotations(Alert alert)
    {
        var annotations = new JsonObject();
        Put(annotations, "summary", alert.Description);
        Put(annotations, "description", alert.RuleDescription);
        Put(annotations, "runbook_url", PlainText.Link(alert.RunbookUrl)?.AbsoluteUri);
        Put(annotations, "acknowledged_by", alert.AcknowledgedBy);
        return annotations;
    }

    /// <summary>Alertmanager drops labels without a value.</summary>
    private static void Put(JsonObject values, string name, string? value)
    {
        if (PlainText.Line(value) is { Length: > 0 } text)
        {
            values[name] = Cut.To(text, LongestValue);
        }
    }

    /// <summary>Letters, digits and underscores, not beginning with a digit: <c>tag:team</c> becomes <c>tag_team</c>.</summary>
    private static string LabelName(string name)
    {
        var plain = string.Concat(Cut.To(name, LongestValue).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? "_" + plain : plain;
    }

    private static string TypeOf(AnnouncementKind kind) => kind switch
    {
        AnnouncementKind.Resolved => MessageTypes.Resolved,
        AnnouncementKind.Test => MessageTypes.Test,
        _ => MessageTypes.Opened,
    };
}
