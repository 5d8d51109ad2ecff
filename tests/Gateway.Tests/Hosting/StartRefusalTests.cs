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
    [InlineData("Notifications:Channels:ops:Uri=https://hooks.example", "Notifications:Channels:ops:Uri: there is no such field; did you mean 'url'?")]
    [InlineData("Admin:ApiKeys:0:Rolle=admin", "Admin:ApiKeys:0:Rolle is not a setting; did you mean 'Role'?")]
    [InlineData("Admin:OpenIdConnect:Authority=https://login.example", "Admin:OpenIdConnect:ClientId is missing")]
    [InlineData("Admin:Port=0", "Admin:Port is 0; allowed are 1 to 65535")]
    public void Setting_ThatIsWrong_IsOneLineWithItsKeyAndWhatIsAllowed(string setting, string expected)
    {
        var fault = Assert.ThrowsAny<Exception>(() =>
        {
            using var app = GatewayApplication.Build(["--applicationName=Gateway", "--urls=http://127.0.0.1:0", $"--Alerting:Database=Data Source={_folder.FullName}/gateway.db", "--" + setting]);
            app.Services.GetRequiredService<IStartupValidator>().Validate();
        });

        var lines = StartRefusal.Explain(fault)?.Split(Environment.NewLine);

        Assert.Contains(lines ?? [fault.ToString()], line => line.StartsWith(expected, StringComparison.Ordinal));
    }
}
