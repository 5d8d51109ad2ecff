using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Tests.Delivery.Configuration;

/// <summary>Channels as the API will write them: JSON, with numbers, flags and lists of their own kind.</summary>
public class ChannelReaderTests
{
    [Fact]
    public void Read_EveryField_IsTaken()
    {
        var reading = Read("""
            { "type": "email", "name": "Night shift", "is_enabled": false, "min_priority": "high", "send_resolved": false, "rate_limit_per_minute": 5,
              "to": ["a@example.com"], "from": "Gateway <g@example.com>", "smtp_server": "smtp", "smtp_port": 465, "smtp_user": "u", "smtp_password": "p4ssw0rd-p4ssw0rd", "require_tls": false }
            """);

        Assert.Empty(reading.Mistakes);
        var channel = reading.Channel;
        Assert.Equal(("Night shift", false, AlertPriority.High, false, 5), (channel.Name, channel.IsEnabled, channel.MinPriority, channel.SendResolved, channel.RateLimitPerMinute));
        var config = Assert.IsType<EmailConfig>(channel.Config);
        Assert.Equal(("g@example.com", "smtp", 465, "u", "p4ssw0rd-p4ssw0rd", false), (config.From.Address, config.Server, config.Port, config.User, config.Password!.Reveal(), config.RequireTls));
        Assert.Equal(["smtp_password"], reading.SecretFields);
    }

    [Theory]
    [InlineData("slack", """{ "webhook_url": "https://hooks.slack.com/services/T/B/x" }""", "webhook_url")]
    [InlineData("teams", """{ "webhook_url": "https://x.logic.azure.com/workflows/1?sig=abc" }""", "webhook_url")]
    [InlineData("discord", """{ "webhook_url": "https://discord.com/api/webhooks/1/x" }""", "webhook_url")]
    [InlineData("pagerduty", """{ "integration_key": "0123456789abcdef0123456789abcdef", "region": "eu" }""", "integration_key")]
    [InlineData("opsgenie", """{ "api_key": "0f8fad5b-d9cb-469f-a165-70867728950e", "region": "eu" }""", "api_key")]
    [InlineData("webhook", """{ "url": "https://x", "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "headers": { "X-A": "b" } }""", "headers,secret")]
    [InlineData("alertmanager", """{ "url": "https://am.example", "headers": {} }""", "headers")]
    [InlineData("in_app", "{}", "")]
    public void Read_EveryType_KnowsItsSecrets(string type, string fields, string secrets)
    {
        var written = JsonNode.Parse(fields)!.AsObject();
        written["type"] = type;

        var reading = ChannelReader.Read("mine", written, ReceiverHosts.Public);

        Assert.Empty(reading.Mistakes);
        Assert.NotNull(reading.Channel.Config);
        Assert.Equal(secrets, string.Join(',', reading.SecretFields.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("""{ "type": "email", "to": { "a": 1 } }""", "to", "must be a list of texts")]
    [InlineData("""{ "type": "email", "to": ["a@example.com\r\nBcc: b@example.com"] }""", "to", "'a@example.com Bcc: b@example.com' is not an e-mail address")]
    [InlineData("""{ "type": "email", "smtp_port": 70000 }""", "smtp_port", "must be a whole number from 1 to 65535")]
    [InlineData("""{ "type": "email", "smtp_server": ["x"] }""", "smtp_server", "must be text")]
    [InlineData("""{ "type": "pagerduty", "integration_key": "x", "region": "mars" }""", "region", "allowed: us, eu")]
    [InlineData("""{ "type": "webhook", "headers": [1] }""", "headers", "must be an object of names and texts")]
    [InlineData("""{ "type": "slack", "webhook_url": "https://x/y", "channel": "#ops" }""", "channel", "there is no such field; allowed: is_enabled, min_priority, name, quiet_hours, rate_limit_per_minute, send_resolved, type, webhook_url")]
    [InlineData("""{ "type": "slack" }""", "", "no address (webhook_url)")]
    public void Read_Wrong_SaysWhereAndWhatIsAllowed(string written, string field, string message) => Assert.Contains(new ChannelMistake(field, message), Read(written).Mistakes);

    [Theory]
    [InlineData("""{ "type": "webhook", "url": "http://hooks.example", "secret": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz" }""", "url", "must be https (http needs Notifications:AllowPrivateNetworks)")]
    [InlineData("""{ "type": "slack", "webhook_url": "slack" }""", "webhook_url", "must be an https address")]
    public void Read_AFieldThatIsWrong_IsNotMissingToo(string written, string field, string message) =>
        Assert.Equal(new ChannelMistake(field, message), Assert.Single(Read(written).Mistakes));

    [Fact]
    public void Read_AWrongSecret_IsNotRepeated() => Assert.DoesNotContain(
        Read("""{ "type": "pagerduty", "integration_key": "my-very-secret-key" }""").Mistakes, mistake => mistake.Message.Contains("my-very-secret-key", StringComparison.Ordinal));

    [Theory]
    [InlineData("https://hooks.slack.com/services/T0/B0/abcdefghijkl", "••••ijkl")]
    [InlineData("short", "••••")]
    public void Secret_Printed_IsMasked(string secret, string expected) => Assert.Equal(expected, new Secret(secret).ToString());

    [Theory]
    [InlineData("POST https://hooks.example/services/T0/abcdefghijkl failed", "POST •••• failed")]
    [InlineData("path /services/T0/ABCDEFGHIJKL", "path /services/T0/••••")]
    [InlineData("Connection refused (hooks.example:443)", "Connection refused (hooks.example:443)")]
    public void Secret_OfAnAddress_IsTakenOutOfErrorsPieceByPiece(string error, string expected) =>
        Assert.Equal(expected, new Secret("https://hooks.example/services/T0/abcdefghijkl").Redact(error));

    /// <summary>What is too short to be secret would blot out times.</summary>
    [Theory]
    [InlineData("3", "at 12:03 after 3 tries")]
    [InlineData("tok3", "at 12:03 after 3 tries")]
    public void Redact_OfAShortSecret_LeavesEverythingElse(string secret, string text) => Assert.Equal(text, new Secret(secret).Redact(text));

    private static ChannelReading Read(string written) => ChannelReader.Read("mine", JsonNode.Parse(written)!.AsObject(), ReceiverHosts.Public);
}
