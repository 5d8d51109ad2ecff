using MailKit.Net.Smtp;
using MimeKit;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>One recipient that a server refuses keeps the mail from nobody else: it goes to those who are accepted, and the others are noted.</summary>
internal sealed class PatientSmtpClient : SmtpClient
{
    private readonly List<(MailboxAddress Who, SmtpResponse Answer)> _refused = [];

    /// <summary>Who is refused, with the server's words; null when nobody is.</summary>
    public string? Refused => _refused.Count == 0
        ? null
        : "refused for " + string.Join(", ", _refused.Select(refusal => $"{refusal.Who.Address} ({(int)refusal.Answer.StatusCode})"));

    /// <summary>At least one refusal may be over later.</summary>
    public bool MayWorkLater => _refused.Exists(refusal => (int)refusal.Answer.StatusCode is >= 400 and < 500);

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => _refused.Add((mailbox, response));

    protected override void OnNoRecipientsAccepted(MimeMessage message) => throw new NoRecipientsException();
}

/// <summary>The server refused every recipient; nothing was sent.</summary>
internal sealed class NoRecipientsException : Exception;
