using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Hosting;

/// <summary>What a person reads who has started the gateway with a wrong setting: one line, with the whole key and what is allowed.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Alerting:EvaluationInterval=00:00:00", "Alerting:EvaluationInterval is '00:00:00'; allowed are 00:00:00.050 to 00:01:00 (hours:minutes:seconds)")]
    [InlineData("Alerting:EvaluationInterval=soon", "Alerting:EvaluationInterval: 'soon' is not a time such as 00:00:01 (hours:minutes:seconds)")]
    [InlineData("Alerting:Rules=", "Alerting:Rules is empty; write it like 'config/rules', or leave the key out for that")]
    [InlineData("Alerting:TimeZone=Mars", "Alerting:TimeZone: 'Mars' is not a time zone; use an IANA name such as 'Europe/Berlin' or 'UTC'")]
    [InlineData("Alerting:Databse=x", "Alerting:Databse is not a setting; did you mean 'Database'?")]
    [InlineData("Alerting:Database=Foo=bar", "Alerting:Database: 'Foo=bar' is not a SQLite connection string; write it like 'Data Source=data/gateway.db'")]
    [InlineData("Alerting:Database=Pooling=maybe", "Alerting:Database: 'Pooling=maybe' is not a SQLite connection string; write it like 'Data Source=data/gateway.db'")]
    [InlineData("Alerting:Database=Data Source=:memory:", "Alerting:Database: 'Data Source=:memory:' names no file; write it like 'Data Source=data/gateway.db'")]
    [InlineData("Alerting:Retention:Calls=30x", "Alerting:Retention:Calls ")]
    [InlineData("Capture:UserHeadr=X-User", "Capture:UserHeadr is not a setting; did you mean 'UserHeader'?")]
    [InlineData("Capture:IncludeUsage=perhaps", "Capture:IncludeUsage: 'perhaps' is not true or false")]
    [InlineData("Notifications:Retry:Schedul:0=00:00:01", "Notifications:Retry:Schedul is not a setting; did you mean 'Schedule'?")]
    [InlineData("Notifications:Retry:Schedule:0=5x", "Notifications:Retry:Schedule:0: '5x' is not a time such as 00:00:01 (hours:minutes:seconds)")]
    [InlineData("Notifications:Retry:Schedule:0=", "Notifications:Retry:Schedule:0: '' is not a time such as 00:00:01 (hours:minutes:seconds)")]
    [InlineData("Notifications:Retry:Schedule=5x", "Notifications:Retry:Schedule is not one value but a list or a section; write Notifications:Retry:Schedule:0 or Notifications:Retry:Schedule:<name>")]
    [InlineData("Notifications:Retry=5x", "Notifications:Retry is not one value but a section; its settings are Schedule")]
    [InlineData("Notifications:AllowedHosts=mail", "Notifications:AllowedHosts is not one value but a list or a section; write Notifications:AllowedHosts:0 or Notifications:AllowedHosts:<name>")]
    [InlineData("Notifications:Hosts=mail", "Notifications:Hosts is not a setting; ")]
    [InlineData("Notifications:Channels:ops:Uri=https://hooks.example", "Notifications:Channels:ops:Uri: there is no such field; did you mean 'url'?")]
    [InlineData("Admin:ApiKeys:0:Rolle=admin", "Admin:ApiKeys:0:Rolle is not a setting; did you mean 'Role'?")]
    [InlineData("Admin:OpenIdConnect:Authority=https://login.example", "Admin:OpenIdConnect:ClientId is missing")]
    [InlineData("Admin:Port=0", "Admin:Port is 0; allowed are 1 to 65535")]
    [InlineData("Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default: 'Loud' is not a log level; allowed: Trace, Debug, Information, Warning, Error, Critical, None")]
    [InlineData("Logging:Console:LogLevel:Yarp=Informations", "Logging:Console:LogLevel:Yarp: 'Informations' is not a log level; did you mean 'Information'?")]
    [InlineData("ReverseProxy:Routs:x:ClusterId=openai", "ReverseProxy:Routs is not a setting; did you mean 'Routes'?")]
    [InlineData("ReverseProxy:Routes:x:ClusterId=nope", "ReverseProxy:Routes:x:ClusterId: there is no cluster 'nope'; allowed: anthropic, azure-openai, bedrock, ")]
    [InlineData("ReverseProxy:Routes:x:ClusterId=opnai", "ReverseProxy:Routes:x:ClusterId: there is no cluster 'opnai'; did you mean 'openai'?")]
    [InlineData("ReverseProxy:Routes:x:Match:Path=/x", "ReverseProxy:Routes:x:ClusterId: there is no cluster ''; allowed: ")]
    [InlineData("ReverseProxy:Routes:x:ClusterId=openai", "ReverseProxy: Route 'x' requires Hosts or Path specified.")]
    [InlineData("ReverseProxy:Routes:openai:Order=first", "ReverseProxy:Routes:openai:Order: 'first' is not a whole number")]
    [InlineData("ReverseProxy:Clusters:openai:Destinations:default:Address=localhost", "ReverseProxy:Clusters:openai:Destinations:default:Address: 'localhost' is not an http or https address")]
    [InlineData("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout=abc", "ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout: 'abc' is not a time such as 00:00:01 (hours:minutes:seconds)")]
    [InlineData("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout=", "ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout: '' is not a time such as 00:00:01 (hours:minutes:seconds)")]
    [InlineData("ReverseProxy:Clusters:openai:HttpRequest:Version=two", "ReverseProxy:Clusters:openai:HttpRequest:Version: 'two' is not a version such as 2 or 1.1")]
    [InlineData("ReverseProxy:Clusters:openai:HttpRequest:VersionPolicy=exact", "ReverseProxy:Clusters:openai:HttpRequest:VersionPolicy: 'exact' is not allowed; allowed: RequestVersionOrLower, RequestVersionOrHigher, RequestVersionExact")]
    [InlineData("ReverseProxy:Clusters:openai:HttpClient:SslProtocols:0=Tls14", "ReverseProxy:Clusters:openai:HttpClient:SslProtocols:0: 'Tls14' is not allowed; did you mean 'Tls")]
    [InlineData("ReverseProxy:Clusters:openai:HttpReqest:ActivityTimeout=00:01:00", "ReverseProxy:Clusters:openai:HttpReqest is not a setting; did you mean 'HttpRequest'?")]
    [InlineData("ReverseProxy:Clusters:opnai:HttpRequest:ActivityTimeout=00:01:00", "ReverseProxy:Clusters:opnai: no route leads to a cluster 'opnai'; did you mean 'openai'?")]
    [InlineData("ReverseProxy:Clusters:spare:Destinations:default:Address=http://localhost:1", "ReverseProxy:Clusters:spare: no route leads to a cluster 'spare'; allowed: ")]
    [InlineData("urls=foo", "urls: 'foo' is not an address such as http://localhost:5080")]
    [InlineData("urls=http://localhost:5080;ftp://localhost", "urls: 'ftp://localhost' is not an address such as http://localhost:5080")]
    [InlineData("urls=http://localhost:99999", "urls: 'http://localhost:99999' is not an address such as http://localhost:5080")]
    [InlineData("urls=http://localhost:5080/base", "urls: 'http://localhost:5080/base' is not an address such as http://localhost:5080")]
    [InlineData("http_ports=80x", "http_ports: '80x' is not a port from 0 to 65535")]
    [InlineData("Kestrel:Endpoints:Http:Url=foo", "Kestrel:Endpoints:Http:Url: 'foo' is not an address such as http://localhost:5080")]
    [InlineData("Kestrel:Endpoints:Http:Ur=http://localhost:1", "Kestrel:Endpoints:Http:Ur is not a setting; did you mean 'Url'?")]
    [InlineData("Kestrel:Endpoints:Http:Protocols=Http1", "Kestrel:Endpoints:Http:Url is missing; write it like http://localhost:5080")]
    [InlineData("Kestrel:EndpointDefaults:Protocols=Htp2", "Kestrel:EndpointDefaults:Protocols: 'Htp2' is not allowed; did you mean 'Http2'?")]
    [InlineData("Kestrel:Certificates:Default:Path=none.pfx", "Kestrel:Certificates:Default:Path: there is no file 'none.pfx'")]
    [InlineData("Kestrel:Certificates:Default:Path=appsettings.json", "Kestrel:Certificates:Default:Path: 'appsettings.json' cannot be read (")]
    [InlineData("Kestrel:Certificats:Default:Path=none.pfx", "Kestrel:Certificats is not a setting; did you mean 'Certificates'?")]
    public void Setting_ThatIsWrong_IsOneLineWithItsKeyAndWhatIsAllowed(string setting, string expected)
    {
        var fault = Assert.ThrowsAny<Exception>(() => Read(setting));
        var lines = StartRefusal.Explain(fault)?.Split(Environment.NewLine);

        Assert.Contains(lines ?? [fault.ToString()], line => line.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Admin:Port=")]
    [InlineData("urls=http://*:0;https://+:0;http://[::1]:0;http://unix:/tmp/gateway.sock")]
    [InlineData("Kestrel:Endpoints:Http:Url=http://*:0")]
    [InlineData("Kestrel:EndpointDefaults:Protocols=http1")]
    [InlineData("Logging:LogLevel:Default=")]
    [InlineData("Logging:LogLevel:Default=debug")]
    [InlineData("Notifications:Retry:Schedule:0=00:00:00.2")]
    [InlineData("ReverseProxy:Clusters:openai:HttpRequest:Version=2")]
    [InlineData("ReverseProxy:Clusters:openai:HttpClient:SslProtocols:0=tls12")]
    [InlineData("ReverseProxy:Routes:openai:MaxRequestBodySize=-1")]
    public void Setting_ThatIsUnusual_IsTaken(string setting) => Read(setting);

    [Fact]
    public void Certificate_WithTheKeyOfAnother_IsRefusedAndWithItsOwnTaken()
    {
        Write("ours", "secret");
        Write("other", null);
        string[] Files(string certificate, string key) => [$"Kestrel:Endpoints:Https:Certificate:Path={_folder}/{certificate}.pem", $"Kestrel:Endpoints:Https:Certificate:KeyPath={_folder}/{key}.key"];
        const string Address = "Kestrel:Endpoints:Https:Url=https://127.0.0.1:0";
        const string Password = "Kestrel:Endpoints:Https:Certificate:Password=secret";

        Read([Address, .. Files("ours", "ours"), Password]);
        Read([Address, .. Files("other", "other")]);
        Read([$"Kestrel:Certificates:Default:Path={_folder}/ours.pfx", "Kestrel:Certificates:Default:Password=secret"]);
        var fault = Assert.ThrowsAny<Exception>(() => Read([Address, .. Files("ours", "other")]));

        Assert.StartsWith(
            $"Kestrel:Endpoints:Https:Certificate:Path: '{_folder}/ours.pem' with the key '{_folder}/other.key' cannot be read (", StartRefusal.Explain(fault), StringComparison.Ordinal);
    }

    private void Write(string name, string? password)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        File.WriteAllText($"{_folder}/{name}.pem", certificate.ExportCertificatePem());
        File.WriteAllText($"{_folder}/{name}.key", password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllBytes($"{_folder}/{name}.pfx", certificate.Export(X509ContentType.Pfx, password));
    }

    private void Read(params string[] settings)
    {
        using var app = GatewayApplication.Build(
            ["--applicationName=Gateway", "--urls=http://127.0.0.1:0", $"--Alerting:Database=Data Source={_folder.FullName}/gateway.db", .. settings.Select(setting => "--" + setting)]);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
    }
}
