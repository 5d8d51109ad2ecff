using System.Net.Mail;
using Gateway.Alerting.Delivery.Configuration;
using MimeKit;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>A mail server and who gets the mail.</summary>
/// <param name="To">At least one.</param>
/// <param name="From">The sender.</param>
/// <param name="Server">Host name.</param>
/// <param name="Port">465 speaks TLS from the first byte; any other begins plain and turns to TLS.</param>
/// <param name="User">Null for a server that wants no login.</param>
/// <param name="Password">Of the user.</param>
/// <param name="RequireTls">Refuse to send, and to log in, over a plain connection.</param>
internal sealed record EmailConfig(IReadOnlyList<MailboxAddress> To, MailboxAddress From, string Server, int Port, string? User, Secret? Password, bool RequireTls) : ChannelConfig;

/// <summary>An e-mail channel's fields.</summary>
internal sealed class EmailType : IChannelType
{
    public const string TypeName = "email";

    public const int TlsPort = 465;

    private const int SubmissionPort = 587;
    private const int MostRecipients = 50;

    public string Name => TypeName;

    /// <summary>Mail servers differ; people's patience does not.</summary>
    public int? RateLimitPerMinute => 30;

    public ChannelConfig? Read(ConfigValues values)
    {
        var server = values.Text("smtp_server");
        var port = values.Number("smtp_port", 1, 65_535) ?? SubmissionPort;
        var (user, password) = (values.Text("smtp_user"), values.Secret("smtp_password"));
        var requireTls = values.Flag("require_tls", true);
        var to = values.List("to").Select(address => Address(values, "to", address)).OfType<MailboxAddress>().ToList();
        var from = values.Text("from") ?? (MailAddress.TryCreate(user, out _) ? user : to.FirstOrDefault()?.Address);
        var sender = from is null ? null : Address(values, "from", from);

        if (to.Count > MostRecipients)
        {
            values.Mistake("to", $"at most {MostRecipients} recipients; use a mailing list");
        }

        values.Require(server is not null, "no server (smtp_server)");
        values.Require(to.Count > 0, "no recipient (to)");
        values.Require(user is null || password is not null, "no password for smtp_user (smtp_password)");
        return server is null || sender is null ? null : new EmailConfig(to, sender, server, port, user, password, requireTls);
    }

    /// <summary>Takes <c>ops@example.com</c> and <c>Ops &lt;ops@example.com&gt;</c>.</summary>
    private static MailboxAddress? Address(ConfigValues values, string field, string written)
    {
        if (!written.Any(char.IsControl) && MailboxAddress.TryParse(written, out var address) && MailAddress.TryCreate(address.Address, out _))
        {
            return address;
        }

        values.Mistake(field, $"'{Messages.Cut.To(Messages.PlainText.Line(written), 100)}' is not an e-mail address");
        return null;
    }
}
