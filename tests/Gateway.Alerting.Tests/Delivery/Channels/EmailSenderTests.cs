using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Tests.Delivery.Messages;
using Gateway.Alerting.Tests.Delivery.Servers;
using Gateway.Testing;
using MailKit.Security;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>Mail through a real server with TLS and login.</summary>
public class EmailSenderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_OverStartTlsWithLogin_Arrives()
    {
        await using var server = await MailServer.StartAsync();

        var outcome = await SendAsync(server, SomeMessages.Opened);

        Assert.Equal(DeliveryOutcome.Delivered(250), outcome);
        var mail = await server.NextAsync();
        Assert.Equal((true, MailServer.User), (mail.Tls, mail.User));
        Assert.Equal(["ops@example.com"], mail.To);
        Assert.Equal("Critical: Budget Spike (model gpt-5.4)", mail.Message.Subject);
        var body = Assert.IsType<MultipartAlternative>(mail.Message.Body);
        Assert.Equal(["text/plain", "text/html"], body.Select(part => part.ContentType.MimeType));
        Assert.Contains("cost of the day: $512.30 (over $500)", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.Contains("https://gateway.example.com/base/admin/alerts/0195a1", mail.Message.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Resolved_ThreadsUnderItsOpening()
    {
        await using var server = await MailServer.StartAsync();
        await SendAsync(server, SomeMessages.Opened);
        var opened = (await server.NextAsync()).Message;

        await SendAsync(server, SomeMessages.End);

        var resolved = (await server.NextAsync()).Message;
        Assert.Equal(opened.MessageId, resolved.InReplyTo);
        Assert.Equal([opened.MessageId!], resolved.References);
        Assert.NotEqual(opened.MessageId, resolved.MessageId);
    }

    [Fact]
    public async Task Send_HostileNames_ArriveAsTextAndAddNoRecipient()
    {
        await using var server = await MailServer.StartAsync();

        Assert.Equal(DeliveryOutcome.Delivered(250), await SendAsync(server, SomeMessages.Nightmare));

        var mail = await server.NextAsync();
        Assert.Equal(["ops@example.com"], mail.To);
        Assert.Empty(mail.Message.Bcc);
        Assert.Contains("עברית العربية 👩‍👩‍👧‍👦", mail.Message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.Message.HtmlBody, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Send_WrongPassword_IsRefusedForGoodAndKeepsIt()
    {
        await using var server = await MailServer.StartAsync();

        var outcome = await SendAsync(server, SomeMessages.Opened, config => config with { Password = new("wrong-password-1234") });

        Assert.Equal((DeliveryResult.Rejected, 535), (outcome.Result, outcome.StatusCode));
        Assert.Contains("refused the login", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ServerWithoutTls_IsNotSpokenToInTheClear()
    {
        await using var server = await MailServer.StartAsync(tls: false, login: false);

        var outcome = await SendAsync(server, SomeMessages.Opened, config => config with { User = null, Password = null });

        Assert.Equal(DeliveryResult.Retryable, outcome.Result);
        Assert.Contains("STARTTLS", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TlsNotRequired_GoesInTheClear()
    {
        await using var server = await MailServer.StartAsync(tls: false, login: false);

        await SendAsync(server, SomeMessages.Opened, config => config with { User = null, Password = null, RequireTls = false });

        Assert.False((await server.NextAsync()).Tls);
    }

    [Fact]
    public async Task Send_CertificateOfAStranger_IsNotTrusted()
    {
        await using var server = await MailServer.StartAsync();

        var outcome = await SendAsync(server, SomeMessages.Opened, trust: (_, _, _, errors) => errors == SslPolicyErrors.None);

        Assert.Equal(DeliveryResult.Retryable, outcome.Result);
        Assert.Contains("certificate is not trusted", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone@example.com", DeliveryResult.Rejected, "refused for gone@example.com (550)")]
    [InlineData("busy@example.com", DeliveryResult.Retryable, "refused for busy@example.com (451)")]
    [InlineData("gone@example.com,busy@example.com", DeliveryResult.Retryable, "refused for gone@example.com (550), busy@example.com (451)")]
    public async Task Send_NobodyAccepted_FollowsTheServersWord(string to, DeliveryResult result, string error)
    {
        await using var server = await MailServer.StartAsync();

        var outcome = await SendAsync(server, SomeMessages.Opened, config => config with { To = To(to) });

        Assert.Equal((result, error), (outcome.Result, outcome.Error));
    }

    [Fact]
    public async Task Send_OneRecipientGone_ReachesTheOthers()
    {
        await using var server = await MailServer.StartAsync();

        var outcome = await SendAsync(server, SomeMessages.Opened, config => config with { To = To("gone@example.com,ops@example.com") });

        Assert.Equal((DeliveryResult.Delivered, "refused for gone@example.com (550)"), (outcome.Result, outcome.Error));
        Assert.Equal(["ops@example.com"], (await server.NextAsync()).To);
    }

    [Fact]
    public async Task Send_NobodyListens_IsTriedAgain()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var outcome = await new EmailSender(SomeMessages.Announcer, TimeProvider.System).SendAsync(SomeMessages.Opened, Channel(Config(port)), Cancellation);

        Assert.Equal(DeliveryResult.Retryable, outcome.Result);
    }

    [Fact]
    public async Task Send_ServerThatSaysNothing_IsGivenUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new FakeTimeProvider(Some.Noon);
        var sending = new EmailSender(SomeMessages.Announcer, time).SendAsync(SomeMessages.Opened, Channel(Config(((IPEndPoint)listener.LocalEndpoint).Port)), Cancellation);
        using var accepted = await listener.AcceptTcpClientAsync(Cancellation);

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new(DeliveryResult.Retryable, Error: "the mail server did not finish within 60 s"), await sending);
    }

    [Fact]
    public async Task Send_IntoThePrivateNetwork_IsRefusedUnlessTrusted()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var config = Config(((IPEndPoint)listener.LocalEndpoint).Port) with { MayBePrivate = false };

        var outcome = await new EmailSender(SomeMessages.Announcer, TimeProvider.System).SendAsync(SomeMessages.Opened, Channel(config), Cancellation);

        Assert.Equal(DeliveryResult.Rejected, outcome.Result);
        Assert.Contains("Notifications:AllowedHosts", outcome.Error, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData(465, true, SecureSocketOptions.SslOnConnect)]
    [InlineData(465, false, SecureSocketOptions.SslOnConnect)]
    [InlineData(587, true, SecureSocketOptions.StartTls)]
    [InlineData(25, false, SecureSocketOptions.StartTlsWhenAvailable)]
    public void Security_ByPortAndDemand_IsChosen(int port, bool requireTls, SecureSocketOptions expected) =>
        Assert.Equal(expected, EmailSender.Security(Config(port) with { RequireTls = requireTls }));

    private static Task<DeliveryOutcome> SendAsync(MailServer server, Alerting.Delivery.Delivery delivery, Func<EmailConfig, EmailConfig>? change = null, RemoteCertificateValidationCallback? trust = null)
    {
        var config = Config(server.Port);
        return new EmailSender(SomeMessages.Announcer, TimeProvider.System, trust ?? server.Trust).SendAsync(delivery, Channel(change?.Invoke(config) ?? config), Cancellation);
    }

    private static EmailConfig Config(int port) =>
        new(To("ops@example.com"), new("Gateway", "alerts@example.com"), "127.0.0.1", port, MailServer.User, new Secret(MailServer.Password), RequireTls: true) { MayBePrivate = true };

    private static MailboxAddress[] To(string addresses) => [.. addresses.Split(',').Select(address => new MailboxAddress(null, address))];

    private static NotificationChannel Channel(EmailConfig config) => new("email", "email", config);
}
