using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Channels.Discord;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Channels.Opsgenie;
using Gateway.Alerting.Delivery.Channels.PagerDuty;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Teams;
using Gateway.Alerting.Delivery.Messages;
using Gateway.Alerting.Tests.Delivery.Messages;
using Gateway.Alerting.Tests.Delivery.Snapshots;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>Every message of every channel, word for word, as it is sent; indented for readers.</summary>
public class MessageSnapshotTests
{
    [Fact]
    public void Slack_EveryKind_IsAsRecorded() => Match("Slack", announcement => SlackMessage.Render(announcement).ToJsonString(GatewayJson.Options));

    [Fact]
    public void PagerDuty_EveryKind_IsAsRecorded() => Match("PagerDuty", announcement => PagerDutyEvent.Render(announcement, new(new string('k', 32))));

    [Fact]
    public void Teams_EveryKind_IsAsRecorded() => Match("Teams", TeamsCard.Render);

    [Fact]
    public void Discord_EveryKind_IsAsRecorded() => Match("Discord", DiscordEmbed.Render);

    [Fact]
    public void Opsgenie_EveryKind_IsAsRecorded() => Match("Opsgenie", OpsgenieAlert.Render, OpsgenieAlert.Path);

    [Fact]
    public void Alertmanager_EveryKind_IsAsRecorded() =>
        Match("Alertmanager", announcement => AlertmanagerAlerts.Render(announcement, SomeMessages.Announcer.LinkTo, announcement.At));

    [Fact]
    public void Email_EveryKind_IsAsRecorded()
    {
        var config = new EmailConfig([new("Ops", "ops@example.com")], new("Gateway", "alerts@example.com"), "smtp.example.com", 587, null, null, true);

        Snapshot.Match("Email", string.Concat(SomeMessages.EveryKind.Select(kind =>
        {
            using var message = EmailMessage.Render(kind.Announcement, "email", config);
            var headers = string.Join('\n', message.Headers.Where(header => header.Field is not ("Content-Type" or "MIME-Version")).Select(header => $"{header.Field}: {header.Value}"));
            return $"=== {kind.Name}\n{headers}\n\n{Lines(message.TextBody!)}\n--- html\n{Lines(message.HtmlBody!)}\n";
        })));
    }

    private static void Match(string channel, Func<Announcement, string> render, Func<Announcement, string>? target = null) => Snapshot.Match(
        channel,
        string.Concat(SomeMessages.EveryKind.Select(kind => $"=== {kind.Name} {target?.Invoke(kind.Announcement)}\n{Indented(render(kind.Announcement))}\n")));

    private static string Indented(string json) => JsonNode.Parse(json)!.ToJsonString(new(GatewayJson.Options) { WriteIndented = true, NewLine = "\n" });

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
