using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting.Tests.Delivery;

/// <summary>Settings and environment names as they reach the channels, through the real binding.</summary>
public class NotificationsOptionsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("Host")]
    [InlineData("webhook-Id")]
    [InlineData("transfer-encoding")]
    public void Validate_OfAHeaderThatMessagesHave_RefusesASecond(string name) => Assert.Equal(
        [$"Notifications:Channels:ops:headers:{name}: is set by every message itself; allowed are headers of your own, such as Authorization"],
        Mistakes(("Notifications:Channels:ops:Url", "https://hooks.example"), ("Notifications:Channels:ops:Secret", Secret), ($"Notifications:Channels:ops:Headers:{name}", "a")));

    [Theory]
    [InlineData("X-Team", "a b", true)]
    [InlineData("Authorization", "Bearer abc", true)]
    [InlineData("X-Team", "a\nX-Other: b", false)]
    [InlineData("X-Team", "a\r\n b", false)]
    [InlineData("X-Team", "\u00e9", false)]
    [InlineData("X Team", "a", false)]
    public void Validate_OfAHeader_RefusesWhatWouldBreakTheRequest(string name, string value, bool valid)
    {
        var mistakes = Mistakes(("Notifications:Channels:ops:Url", "https://hooks.example"), ("Notifications:Channels:ops:Secret", Secret), ($"Notifications:Channels:ops:Headers:{name}", value));

        Assert.Equal(valid ? [] : [$"Notifications:Channels:ops:headers:{name}: must be a header name, and a value of printable ASCII on one line"], mistakes);
    }

    [Theory]
    [InlineData("Type", "slakc", "Notifications:Channels:ops:type: 'slakc' is not allowed; did you mean 'slack'?")]
    [InlineData("Url", "ftp://x", "Notifications:Channels:ops:url: must be an https address")]
    [InlineData("Url", "http://x", "Notifications:Channels:ops:url: must be https (http needs Notifications:AllowPrivateNetworks)")]
    [InlineData("Secret", "whsec_short", "Notifications:Channels:ops:secret: must be 'whsec_' and 24 to 64 bytes in base64, such as the output of: echo whsec_$(openssl rand -base64 32)")]
    [InlineData("Sendresolve", "true", "Notifications:Channels:ops:Sendresolve: there is no such field; did you mean 'send_resolved'?")]
    [InlineData("min_priority", "urgent", "Notifications:Channels:ops:min_priority: allowed: critical, high, medium, low")]
    [InlineData("is_enabled", "maybe", "Notifications:Channels:ops:is_enabled: must be true or false")]
    [InlineData("rate_limit_per_minute", "0", "Notifications:Channels:ops:rate_limit_per_minute: must be a whole number from 1 to 6000")]
    public void Validate_OfAWrongField_NamesItAndWhatIsAllowed(string field, string value, string expected)
    {
        var settings = new Dictionary<string, string> { ["Url"] = "https://hooks.example", ["Secret"] = Secret, [field] = value };

        Assert.Contains(expected, Mistakes([.. settings.Select(setting => ($"Notifications:Channels:ops:{setting.Key}", setting.Value))]));
    }

    [Fact]
    public void Validate_OfSeveralMistakes_NamesThemAllAtOnce() => Assert.Equal(
        [
            "Notifications:Channels:mail:to: 'nobody' is not an e-mail address",
            "Notifications:Channels:mail: no server (smtp_server)",
            "Notifications:Channels:slack:type: the channel 'slack' is always of type 'slack'; choose another id for a 'webhook'",
        ],
        Mistakes(("Notifications:Channels:mail:Type", "email"), ("Notifications:Channels:mail:To:0", "nobody"), ("Notifications:Channels:slack:Type", "webhook")));

    [Fact]
    public void Read_EnvironmentNames_MakeTheirChannels()
    {
        var channels = Channels(
            ("SMTP_SERVER", "smtp.example.com"),
            ("SMTP_PORT", "2525"),
            ("SMTP_USER", "alerts@example.com"),
            ("SMTP_PASSWORD", "p4ssw0rd-of-mail"),
            ("SMTP_TO", "a@example.com, Bea <b@example.com>"),
            ("SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/xyz"),
            ("PAGERDUTY_INTEGRATION_KEY", new string('a', 32)));

        var email = Assert.IsType<EmailConfig>(channels.Find("email")!.Config);
        Assert.Equal(("smtp.example.com", 2525, "alerts@example.com", true), (email.Server, email.Port, email.User, email.RequireTls));
        Assert.Equal(["a@example.com", "b@example.com"], email.To.Select(to => to.Address));
        Assert.Equal("alerts@example.com", email.From.Address);
        Assert.Equal("https://hooks.slack.com/services/T0/B0/xyz", Assert.IsType<SlackConfig>(channels.Find("slack_webhook")!.Config).WebhookUrl.Reveal());
        Assert.NotNull(channels.Find("pagerduty")!.Config);
        Assert.Equal((60, 120, 30), (channels.Find("slack")!.RateLimitPerMinute, channels.Find("pagerduty")!.RateLimitPerMinute, channels.Find("email")!.RateLimitPerMinute));
    }

    [Fact]
    public void Read_MailServerWithoutRecipient_IsNotConfiguredAndSaysWhy()
    {
        var email = Channels(("SMTP_SERVER", "smtp.example.com")).Find("email")!;

        Assert.Null(email.Config);
        Assert.Equal("not configured: no recipient (to)", email.WhyNotConfigured);
    }

    [Fact]
    public void Read_EmptyEnvironmentNames_AreAbsent()
    {
        var channels = Channels(("SMTP_SERVER", ""), ("SLACK_WEBHOOK_URL", " "), ("PAGERDUTY_INTEGRATION_KEY", ""));

        Assert.Null(channels.Find("email"));
        Assert.Null(channels.Find("slack"));
        Assert.Null(channels.Find("pagerduty"));
    }

    [Fact]
    public void Read_SettingsOverEnvironment_WinFieldByField()
    {
        var channels = Channels(
            ("SMTP_SERVER", "smtp.example.com"), ("SMTP_PORT", "25"), ("Notifications:Channels:EMAIL:SmtpPort", "465"), ("Notifications:Channels:EMAIL:to", "ops@example.com"), ("Notifications:Channels:EMAIL:name", "Ops"));

        var email = channels.Find("email")!;
        Assert.Equal("Ops", email.Name);
        var config = Assert.IsType<EmailConfig>(email.Config);
        Assert.Equal(("smtp.example.com", 465, "ops@example.com"), (config.Server, config.Port, config.From.Address));
    }

    [Fact]
    public void Validate_OfAWrongEnvironmentName_NamesIt() => Assert.Equal(
        ["Notifications:Channels:slack:webhook_url (SLACK_WEBHOOK_URL): must be an https address", "Notifications:Channels:pagerduty:integration_key (PAGERDUTY_INTEGRATION_KEY): must be the 32 letters and digits of an Events API v2 integration"],
        Mistakes(("SLACK_WEBHOOK_URL", "hooks"), ("PAGERDUTY_INTEGRATION_KEY", "short")));

    [Fact]
    public void Read_SeveralWebhookSecrets_AreAllKept()
    {
        var channels = Channels(("Notifications:Channels:ops:Url", "https://hooks.example"), ("Notifications:Channels:ops:Secret", $"{Secret} {Secret}"));

        Assert.Equal(2, Assert.IsType<WebhookConfig>(channels.Find("ops")!.Config).Secret.Count);
    }

    [Theory]
    [InlineData("Notifications:AllowedHosts:0", "https://x", "Notifications:AllowedHosts: 'https://x' is not a host; write a name or an address, without port or scheme")]
    [InlineData("Notifications:PublicUrl", "ftp://x", "Notifications:PublicUrl: must be an http or https address")]
    [InlineData("Notifications:PagerDuty:Endpoint", "http://x", "Notifications:PagerDuty:Endpoint: must be an https address (http needs Notifications:AllowPrivateNetworks)")]
    [InlineData("Notifications:DashboardName", " ", "Notifications:DashboardName: must have 1 to 80 characters")]
    public void Validate_OfAGeneralSetting_NamesIt(string key, string value, string expected) => Assert.Equal([expected], Mistakes((key, value)));

    [Theory]
    [InlineData("22:00", "07:00", "Europe/Berlin", "mon", "")]
    [InlineData("22:00", "", "Europe/Berlin", "mon", "end: must be a time of day such as \"22:00\"")]
    [InlineData("22:00", "07:00", "Mars/Olympus", "mon", "time_zone: must be an IANA time zone such as \"Europe/Berlin\" or \"UTC\"")]
    [InlineData("22:00", "07:00", "UTC", "monday", "days: must be an array of at least one of mon, tue, wed, thu, fri, sat or sun")]
    public void Validate_OfQuietHours_NamesTheKey(string start, string end, string zone, string day, string mistake)
    {
        const string Ops = "Notifications:Channels:ops";
        var mistakes = Mistakes(
            ($"{Ops}:Url", "https://hooks.example"), ($"{Ops}:Secret", Secret),
            ($"{Ops}:QuietHours:Start", start), ($"{Ops}:QuietHours:End", end), ($"{Ops}:QuietHours:TimeZone", zone), ($"{Ops}:QuietHours:Days", day));

        Assert.Equal(mistake.Length == 0 ? [] : [$"{Ops}:quiet_hours:{mistake}"], mistakes);
    }

    [Fact]
    public void Validate_OfQuietHoursWithAFieldThatIsNone_NamesIt() => Assert.Equal(
        ["Notifications:Channels:ops:quiet_hours:Ends: there is no such field; did you mean 'End'?"],
        Mistakes(
            ("Notifications:Channels:ops:Url", "https://hooks.example"), ("Notifications:Channels:ops:Secret", Secret),
            ("Notifications:Channels:ops:QuietHours:Start", "22:00"), ("Notifications:Channels:ops:QuietHours:End", "07:00"), ("Notifications:Channels:ops:QuietHours:Ends", "07:00")));

    [Fact]
    public void Validate_WithoutARouteFile_NamesTheKey() =>
        Assert.Equal(["Notifications:Routes: must name a file; it need not exist"], new NotificationsOptions { Routes = " " }.Validate());

    private static ChannelDirectory Channels(params (string Key, string Value)[] settings) => new(Bind(settings).ReadChannels().Select(reading => reading.Channel));

    private static IEnumerable<string> Mistakes(params (string Key, string Value)[] settings)
    {
        try
        {
            return Bind(settings).Validate();
        }
        catch (OptionsValidationException refusal)
        {
            return refusal.Failures;
        }
    }

    private static NotificationsOptions Bind((string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddAlerting(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<NotificationsOptions>>().Value;
    }
}
