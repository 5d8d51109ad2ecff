using System.Text.Json;
using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Messages;

/// <summary>Turns the stored body of a message into what it says.</summary>
/// <param name="dashboard">The name of this gateway.</param>
/// <param name="publicUrl">Where people reach the admin; without it messages have no link.</param>
public sealed class Announcer(string dashboard, Uri? publicUrl)
{
    public Announcement Read(Delivery delivery) => delivery.Event == MessageTypes.Digest
        ? Digest(delivery, Parse<DigestMessage>(delivery))
        : Single(delivery, Parse<AlertMessage>(delivery));

    /// <summary>The alert's page.</summary>
    public Uri? LinkTo(Alert alert) => Link($"admin/alerts/{Uri.EscapeDataString(alert.Id)}");

    private Announcement Single(Delivery delivery, AlertMessage message)
    {
        var (alert, kind) = (message.Data, KindOf(message));
        return new()
        {
            Kind = kind,
            Id = delivery.Id,
            Key = kind == AnnouncementKind.Test ? delivery.Id : alert.Id,
            At = message.Timestamp,
            Severity = alert.Severity,
            Title = AlertWords.Title(kind, alert),
            Summary = AlertWords.Summary(kind, alert),
            Sentence = PlainText.Line(alert.Description),
            About = PlainText.Lines(alert.RuleDescription),
            Facts = kind == AnnouncementKind.Test ? [] : AlertFacts.Of(kind, alert),
            Link = kind == AnnouncementKind.Test ? Link("admin") : LinkTo(alert),
            Runbook = PlainText.Link(alert.RunbookUrl),
            Dashboard = PlainText.Line(dashboard),
            Alert = alert,
        };
    }

    private Announcement Digest(Delivery delivery, DigestMessage message)
    {
        var (count, messages) = (message.Data.Count, message.Data.Messages);
        var (title, sentence) = ($"{count} messages in one", AlertWords.Count(messages.Select(KindOf), count));
        return new()
        {
            Kind = AnnouncementKind.Digest,
            Id = delivery.Id,
            Key = delivery.Id,
            At = message.Timestamp,
            Severity = messages.Select(entry => entry.Data.Severity).DefaultIfEmpty(AlertPriority.Low).Min(),
            Title = title,
            Summary = $"{title} – {sentence}",
            Sentence = sentence,
            Facts = [.. messages.Select(entry => new Fact(AlertWords.Title(KindOf(entry), entry.Data), PlainText.Line(entry.Data.Description)))],
            Omitted = count - messages.Count,
            Link = Link($"admin/deliveries?digest_id={Uri.EscapeDataString(delivery.Id)}"),
            Dashboard = PlainText.Line(dashboard),
            Digested = messages,
        };
    }

    private Uri? Link(string path) => publicUrl is null ? null : new($"{publicUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>An opening that is told later than it happened is a repeat.</summary>
    private static AnnouncementKind KindOf(AlertMessage message) => message.Type switch
    {
        MessageTypes.Acknowledged => AnnouncementKind.Acknowledged,
        MessageTypes.Resolved => AnnouncementKind.Resolved,
        MessageTypes.Test => AnnouncementKind.Test,
        _ => message.Timestamp > message.Data.TriggeredAt ? AnnouncementKind.Repeated : AnnouncementKind.Opened,
    };

    private static T Parse<T>(Delivery delivery) => JsonSerializer.Deserialize<T>(delivery.Payload, GatewayJson.Options)
        ?? throw new JsonException($"The body of {delivery.Id} is empty.");
}
