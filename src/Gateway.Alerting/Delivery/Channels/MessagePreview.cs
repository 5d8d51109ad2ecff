using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Channels.Discord;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Channels.Opsgenie;
using Gateway.Alerting.Delivery.Channels.PagerDuty;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Teams;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.History;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>What an alert's first message would be, by type of channel, made by the very renderers that send. Nothing is sent.</summary>
public static class MessagePreview
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Func<Delivery, Announcement, Announcer, string>> ByType = new(StringComparer.Ordinal)
    {
        [EmailType.TypeName] = (_, announcement, _) => EmailText.Render(announcement),
        [SlackType.TypeName] = (_, announcement, _) => Pretty(SlackMessage.Render(announcement)),
        [PagerDutyType.TypeName] = (_, announcement, _) => Pretty(PagerDutyEvent.Render(announcement, new Secret("…"))),
        [TeamsType.TypeName] = (_, announcement, _) => Pretty(TeamsCard.Render(announcement)),
        [DiscordType.TypeName] = (_, announcement, _) => Pretty(DiscordEmbed.Render(announcement)),
        [AlertmanagerType.TypeName] = (_, announcement, announcer) => Pretty(AlertmanagerAlerts.Render(announcement, announcer.LinkTo, announcement.At)),
        [OpsgenieType.TypeName] = (_, announcement, _) => Pretty(OpsgenieAlert.Render(announcement)),
        [WebhookType.TypeName] = (delivery, _, _) => Pretty(delivery.Payload),
    };

    /// <summary>The types that it can show.</summary>
    public static IReadOnlyCollection<string> Types => ByType.Keys;

    /// <returns>What the message says, and its body as it is sent; null for a type that it cannot show.</returns>
    public static PreviewedMessage? Of(string type, Alert alert, Announcer announcer)
    {
        if (!ByType.TryGetValue(type, out var render))
        {
            return null;
        }

        var delivery = new Delivery("preview", alert.Id, type, MessageTypes.Opened, AlertMessage.Write(MessageTypes.Opened, alert.TriggeredAt, alert), 0);
        var announcement = announcer.Read(delivery);
        return new(announcement, render(delivery, announcement, announcer));
    }

    private static string Pretty(string json) => Pretty(JsonNode.Parse(json)!);

    private static string Pretty(JsonNode json) => json.ToJsonString(Indented);
}

/// <param name="Says">What the message says, before it is written for its medium.</param>
/// <param name="Body">Text of a mail, JSON of everything else.</param>
public sealed record PreviewedMessage(Announcement Says, string Body);
