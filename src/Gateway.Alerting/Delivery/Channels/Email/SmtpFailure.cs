using System.Globalization;
using System.Net.Sockets;
using Gateway.Alerting.Delivery.Messages;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Gateway.Alerting.Delivery.Channels.Email;

/// <summary>What a failed conversation with a mail server means: 4xx may work later, 5xx never will.</summary>
internal static class SmtpFailure
{
    private const int LongestError = 300;

    /// <returns>Null for what is no failure of the server's but a bug of ours.</returns>
    public static DeliveryOutcome? Explain(Exception fault) => fault switch
    {
        SmtpCommandException refused => Judge((int)refused.StatusCode, "the mail server refused it", refused.Message),
        AuthenticationException login => Judge(LeadingCode(login.Message) ?? 535, "the mail server refused the login", login.Message),
        SslHandshakeException => new(DeliveryResult.Retryable, Error: "no secure connection: the mail server's certificate is not trusted, or it does not speak TLS on this port"),
        // Never sent in the clear instead. Tried again, because a connection can be tampered with for a while.
        NotSupportedException => new(DeliveryResult.Retryable, Error: "the mail server offers no STARTTLS, or no login over this connection (require_tls demands TLS)"),
        SmtpProtocolException or ServiceNotConnectedException or SocketException or IOException => new(DeliveryResult.Retryable, Error: Line(fault.Message)),
        _ => null,
    };

    private static DeliveryOutcome Judge(int code, string what, string said) =>
        new(code is >= 500 and < 600 ? DeliveryResult.Rejected : DeliveryResult.Retryable, code, $"{what} with {code}: {ReceiverWords.Quote(said)}");

    /// <summary>MailKit puts the server's answer into the message: "535: 5.7.8 …".</summary>
    private static int? LeadingCode(string message) =>
        message.Length >= 3 && int.TryParse(message.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string Line(string said) => Cut.To(PlainText.Line(said), LongestError);
}
