using System.Text;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Channels.Discord;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Channels.Opsgenie;
using Gateway.Alerting.Delivery.Channels.PagerDuty;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Teams;
using Gateway.Alerting.Tests.Delivery.Messages;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>The limits of facts: written out here as the services document them, not taken from the code. Inputs are huge and mean harm.</summary>
public class MessageLimitTests
{
    public static TheoryData<string> Monsters => SomeMessages.Monsters;

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Slack_Monster_StaysWithinTheLimitsAndMentionsNobody(string monster)
    {
        var message = SlackMessage.Render(SomeMessages.Monster(monster));

        var blocks = message["blocks"]!.AsArray();
        Assert.InRange(blocks.Count, 1, 50);
        Assert.InRange(blocks.ToJsonString(GatewayJson.Options).Length, 1, 13_200);
        Assert.InRange(blocks[0]!["text"]!["text"]!.GetValue<string>().Length, 1, 150);
        Assert.All(Texts(message).Where(text => text.Path != "$.blocks[0].text.text"), text => Assert.DoesNotMatch("[<>]|&(?!(amp|lt|gt);)", text.Value));
        Assert.All(blocks.Where(block => block!["fields"] is not null), block => Assert.InRange(block!["fields"]!.AsArray().Count, 1, 10));
        Assert.All(Texts(message), text => Assert.InRange(text.Value.Length, 1, text.Path.Contains("fields", StringComparison.Ordinal) ? 2_000 : 3_000));
    }

    [Theory]
    [MemberData(nameof(Monsters))]
    public void PagerDuty_Monster_StaysWithinTheLimits(string monster)
    {
        var json = PagerDutyEvent.Render(SomeMessages.Monster(monster), new(new string('k', 32)));

        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, 512 * 1024);
        Assert.InRange(JsonNode.Parse(json)!["payload"]!["summary"]!.GetValue<string>().Length, 1, 1024);
        Assert.InRange(JsonNode.Parse(json)!["dedup_key"]!.GetValue<string>().Length, 1, 255);
        Assert.DoesNotContain("javascript:", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Teams_Monster_StaysWithinTheLimits(string monster)
    {
        var json = TeamsCard.Render(SomeMessages.Monster(monster));

        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, 21_000);
        Assert.DoesNotContain("{{", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"TextBlock\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Discord_Monster_StaysWithinTheLimitsAndMentionsNobody(string monster)
    {
        var message = JsonNode.Parse(DiscordEmbed.Render(SomeMessages.Monster(monster)))!;

        var embed = message["embeds"]!.AsArray().Single()!;
        Assert.InRange(embed["title"]!.GetValue<string>().Length, 1, 256);
        Assert.InRange(embed["description"]!.GetValue<string>().Length, 1, 4_096);
        Assert.InRange(embed["fields"]!.AsArray().Count, 0, 25);
        Assert.All(embed["fields"]!.AsArray(), field => Assert.InRange(field!["name"]!.GetValue<string>().Length, 1, 256));
        Assert.All(embed["fields"]!.AsArray(), field => Assert.InRange(field!["value"]!.GetValue<string>().Length, 1, 1_024));
        Assert.InRange(Texts(embed).Where(text => text.Path.EndsWith("url", StringComparison.Ordinal) == false).Sum(text => text.Value.Length), 1, 6_100);
        Assert.Empty(message["allowed_mentions"]!["parse"]!.AsArray());
        Assert.All(Texts(embed), text => Assert.DoesNotMatch(@"(?<!\\)(<@|@everyone|\]\()", text.Value));
    }

    [Theory]
    [MemberData(nameof(Monsters))]
    public void Opsgenie_Monster_StaysWithinTheLimits(string monster)
    {
        var request = JsonNode.Parse(OpsgenieAlert.Render(SomeMessages.Monster(monster)))!;

        Assert.InRange(request["message"]!.GetValue<string>().Length, 1, 130);
        Assert.InRange(request["alias"]!.GetValue<string>().Length, 1, 512);
        Assert.InRange(request["description"]!.GetValue<string>().Length, 1, 15_000);
        Assert.InRange(request["details"]!.AsObject().Sum(detail => detail.Key.Length + detail.Value!.GetValue<string>().Length), 0, 8_000);
    }

    [Fact]
    public void Alertmanager_Monster_HasNamesThatItTakes()
    {
        var alerts = JsonNode.Parse(AlertmanagerAlerts.Render(SomeMessages.Monster("nightmare"), SomeMessages.Announcer.LinkTo, Some.Noon))!.AsArray();

        Assert.All(alerts.Single()!["labels"]!.AsObject(), label => Assert.Matches("^[a-zA-Z_][a-zA-Z0-9_]*$", label.Key));
        Assert.All(alerts.Single()!["labels"]!.AsObject(), label => Assert.InRange(label.Value!.GetValue<string>().Length, 1, 1_000));
    }

    [Fact]
    public void Alertmanager_AnAlertsWholeLife_HasTheSameLabels() => Assert.Single(
        new[] { SomeMessages.Opened, SomeMessages.Repeat, SomeMessages.Ack, SomeMessages.End }
            .Select(message => JsonNode.Parse(AlertmanagerAlerts.Render(SomeMessages.Announcer.Read(message), _ => null, Some.Noon))![0]!["labels"]!.ToJsonString())
            .Distinct());

    [Fact]
    public void Email_Monster_CannotAddHeadersOrMarkup()
    {
        var config = new EmailConfig([new("Ops", "ops@example.com")], new("Gateway", "alerts@example.com"), "smtp.example.com", 587, null, null, true);
        using var message = EmailMessage.Render(SomeMessages.Monster("nightmare"), "email\r\nBcc: evil@example.com", config);
        using var wire = new MemoryStream();
        message.WriteTo(wire, TestContext.Current.CancellationToken);

        var headers = Encoding.UTF8.GetString(wire.ToArray()).ReplaceLineEndings("\n").Split("\n\n")[0];
        Assert.DoesNotMatch("(?im)^bcc:", headers);
        Assert.InRange(message.Subject!.Length, 1, 200);
        Assert.Empty(message.Bcc);
        Assert.DoesNotContain("<script", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Email_NameThatLooksEncoded_IsShownAsItIs()
    {
        var config = new EmailConfig([new("Ops", "ops@example.com")], new("Gateway", "alerts@example.com"), "smtp.example.com", 587, null, null, true);
        var announcement = SomeMessages.Announcer.Read(SomeMessages.Opened) with { Title = "High: Errors (model =?utf-8?q?fine=0AFrom=3A_boss?=)" };
        using var message = EmailMessage.Render(announcement, "email", config);
        using var wire = new MemoryStream();
        message.WriteTo(wire, TestContext.Current.CancellationToken);
        wire.Position = 0;

        Assert.Equal("High: Errors (model = ?utf-8?q?fine=0AFrom=3A_boss?=)", MimeKit.MimeMessage.Load(wire, TestContext.Current.CancellationToken).Subject);
    }

    /// <summary>Every text of a message with its path, but not its links.</summary>
    private static IEnumerable<(string Path, string Value)> Texts(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Where(field => field.Key is not ("url" or "$schema")).SelectMany(field => Texts(field.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [(value.GetPath(), text)],
        _ => [],
    };
}
