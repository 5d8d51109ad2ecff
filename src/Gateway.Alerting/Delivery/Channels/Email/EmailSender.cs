using System.Net.Security;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>Sends mail over one connection a message: alerts are rare, and a connection kept open would mostly be found dead.</summary>
/// <param name="announcer">Says what to say.</param>
/// <param name="time">For the time limit.</param>
/// <param name="trust">Instead of the machine's own judgement of certificates; null for that.</param>
internal sealed class EmailSender(Announcer announcer, TimeProvider time, RemoteCertificateValidationCallback? trust = null) : ConfiguredSender<EmailConfig>
{
    /// <summary>For the whole conversation; servers that check for spam are slow.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public override string Type => EmailType.TypeName;

    /// <summary>What its reader sees; the HTML says the same.</summary>
    protected override string Render(Delivery delivery, NotificationChannel channel, EmailConfig config)
    {
        using var message = EmailMessage.Render(announcer.Read(delivery), channel.Id, config);
        return $"From: {message.From}\nTo: {message.To}\nSubject: {message.Subject}\n\n{message.TextBody}";
    }

    protected override async Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, EmailConfig config, CancellationToken cancellationToken)
    {
        using var message = EmailMessage.Render(announcer.Read(delivery), channel.Id, config);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var client = new PatientSmtpClient { ServerCertificateValidationCallback = trust };
        // As every other connection of this program: lists of revoked certificates are rarely reachable where servers stand.
        client.CheckCertificateRevocation = false;
        try
        {
            // MailKit closes it with the conversation.
            var socket = await GuardedConnection.ConnectAsync(new(config.Server, config.Port), config.MayBePrivate, either.Token);
            await client.ConnectAsync(socket, config.Server, config.Port, Security(config), either.Token);
            if (config is { User: { } user, Password: { } password })
            {
                await client.AuthenticateAsync(user, password.Reveal(), either.Token);
            }

            await client.SendAsync(message, either.Token);
            return DeliveryOutcome.Delivered((int)SmtpStatusCode.Ok) with { Error = client.Refused };
        }
        catch (ForbiddenAddressException forbidden)
        {
            return new(DeliveryResult.Rejected, Error: forbidden.Message);
        }
        catch (NoRecipientsException)
        {
            return new(client.MayWorkLater ? DeliveryResult.Retryable : DeliveryResult.Rejected, Error: client.Refused);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DeliveryResult.Retryable, Error: $"the mail server did not finish within {Timeout.TotalSeconds:0} s");
        }
        catch (Exception fault) when (SmtpFailure.Explain(fault) is { } outcome)
        {
            return outcome;
        }
    }

    /// <summary>How the connection is secured.</summary>
    internal static SecureSocketOptions Security(EmailConfig config) => config switch
    {
        { Port: EmailType.TlsPort } => SecureSocketOptions.SslOnConnect,
        { RequireTls: true } => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.StartTlsWhenAvailable,
    };
}
