using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using MimeKit;

namespace Gateway.Alerting.Tests.Delivery.Servers;

/// <summary>A real mail server of its own process: aiosmtpd, with STARTTLS and AUTH as asked for.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "alerts@example.com";
    public const string Password = "correct-horse-battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("mail-").FullName;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private Process _process = null!;
    private X509Certificate2? _certificate;

    private MailServer()
    {
    }

    public int Port { get; private set; }

    /// <summary>Trusts this server's certificate and no other.</summary>
    public RemoteCertificateValidationCallback Trust => (_, certificate, _, _) => certificate?.GetCertHashString() == _certificate?.GetCertHashString();

    public static async Task<MailServer> StartAsync(bool tls = true, bool login = true)
    {
        var python = Tool.Require(Python(), "aiosmtpd is missing: apt-get install python3-aiosmtpd");
        var server = new MailServer();
        server._process = Tool.Start(python, [Script(), .. tls ? server.Certificate() : [], .. login ? ["--user", User, "--password", Password] : Array.Empty<string>()]);
        // Read all the time, or the server would stop in the middle of a mail when the pipe is full.
        server._process.OutputDataReceived += (_, line) => server.Take(line.Data);
        server._process.BeginOutputReadLine();
        server.Port = int.Parse(await server._lines.Reader.ReadAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>The next mail it has taken.</summary>
    public async Task<ReceivedMail> NextAsync()
    {
        var mail = JsonNode.Parse(await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken))!;
        using var content = new MemoryStream(Convert.FromBase64String(mail["content"]!.GetValue<string>()));
        return new(
            [.. mail["to"]!.AsArray().Select(to => to!.GetValue<string>())],
            mail["tls"]!.GetValue<bool>(),
            mail["user"]?.GetValue<string>(),
            await MimeMessage.LoadAsync(content, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Tool.StopAsync(_process);
        _certificate?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else
        {
            _lines.Writer.TryWrite(line);
        }
    }

    private string[] Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var (certificate, secret) = (Path.Combine(_folder, "cert.pem"), Path.Combine(_folder, "key.pem"));
        File.WriteAllText(certificate, _certificate.ExportCertificatePem());
        File.WriteAllText(secret, key.ExportPkcs8PrivateKeyPem());
        return ["--cert", certificate, "--key", secret];
    }

    /// <summary>The first Python that knows aiosmtpd: a machine may have several.</summary>
    private static string? Python() => new[] { "/usr/bin/python3", Tool.Find("python3") }
        .OfType<string>()
        .Where(File.Exists)
        .FirstOrDefault(python =>
        {
            using var asked = Tool.Start(python, "-c", "import aiosmtpd.smtp");
            asked.WaitForExit();
            return asked.ExitCode == 0;
        });

    private static string Script([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "smtp_server.py");
}

/// <summary>A mail as it arrived.</summary>
internal sealed record ReceivedMail(IReadOnlyList<string> To, bool Tls, string? User, MimeMessage Message);
