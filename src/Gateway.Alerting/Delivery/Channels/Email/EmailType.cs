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
internal sealed record EmailConfig(IReadOnlyList<MailboxAddress> To, MailboxAddress From, string Server, int Port, string? User, Secret? Password, bool RequireTls) : ChannelConfig
{
    /// <summary>Whether the server may stand in a private network.</summary>
    public bool MayBePrivate { get; init; }
}

/// <summary>An e-mail channel's fields.</summary>
internal sealed class EmailType : IChannelType
{
    public const string TypeName = "email";

    public const int TlsPort = 465;

    private const int SubmissionPort = 587;
    private const int MostRecipients = 50;

    public string Name => TypeName;

    public ChannelDescription Description { get; } = new("E-mail", ChannelGroup.Mail, "Mail to people or lists; what becomes of an alert is a reply to its first mail.")
    {
        Setup =
        [
            "Take the SMTP server, port and login of your mail provider, or of a relay of your own.",
            "Port 587 turns to TLS by STARTTLS, port 465 speaks TLS from the start.",
            "With two-factor login most providers want an app password here, not your own.",
        ],
        Fields =
        [
            new("to", "To", FieldKind.List) { IsRequired = true, Help = "One address a line.", Example = "ops@example.com" },
            new("from", "From", FieldKind.Text) { Help = "The login when that is an address, else the first recipient.", Example = "Gateway <alerts@example.com>" },
            new("smtp_server", "Mail server", FieldKind.Text) { IsRequired = true, IsReceiver = true, Example = "smtp.example.com" },
            new("smtp_port", "Port", FieldKind.Number) { Help = "587 when empty.", Example = "587" },
            new("smtp_user", "User", FieldKind.Text) { Help = "Empty for a server without login.", Example = "alerts@example.com" },
            new("smtp_password", "Password", FieldKind.Secret) { IsSent = true, Help = "Needed with a user." },
            new("require_tls", "Only over TLS", FieldKind.Flag) { IsUsuallyOn = true, Help = "Off, mail and password may cross the network in the clear." },
        ],
    };

    /// <summary>Mail servers differ; people's patience does not.</summary>
    public int? RateLimitPerMinute => 30;

    public ChannelConfig? Read(ConfigValues values)
    {
        var server = values.Host("smtp_server");
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

        values.Require(server is not null, "smtp_server", "no server");
        values.Require(to.Count > 0, "to", "no recipient");
        values.Require(user is null || password is not null, "smtp_password", "no password for smtp_user");
        return server is null || sender is null
            ? null
            : new EmailConfig(to, sender, server, port, user, password, requireTls) { MayBePrivate = values.Hosts.TrustsMailServers || values.Hosts.MayBePrivate(server) };
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
