using System.Net;
using System.Net.Sockets;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>What a person sees who starts the program with a wrong setting: nothing of a log, nothing of a stack.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("Logging:LogLevel:Default=Loud")]
    [InlineData("Notifications:Retry:Schedule:0=5x")]
    [InlineData("Notifications:Retry:Schedule=5x")]
    [InlineData("ReverseProxy:Routes:x:ClusterId=nope")]
    [InlineData("ReverseProxy:Clusters:openai:Destinations:default:Address=nope")]
    [InlineData("ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout=abc")]
    [InlineData("urls=foo")]
    [InlineData("Kestrel:Endpoints:Http:Url=foo")]
    public async Task Start_WithAWrongSetting_EndsWithOneLineThatNamesIt(string setting)
    {
        using var folder = new TemporaryFolder();

        var (exitCode, lines) = await GatewayProcess.RunAsync(["--urls=http://127.0.0.1:0", "--applicationName=Gateway", $"--Alerting:Database=Data Source={folder.Database}", "--" + setting]);

        Assert.StartsWith(setting.Split('=')[0], Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Theory]
    [InlineData("urls", "127.0.0.1")]
    [InlineData("urls", "localhost")]
    [InlineData("Kestrel:Endpoints:Http:Url", "*")]
    public async Task Start_OnAnAddressInUse_EndsWithOneLineThatNamesIt(string key, string host)
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{host}:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (exitCode, lines) = await GatewayProcess.RunAsync([$"--{key}={address}", "--applicationName=Gateway", $"--Alerting:Database=Data Source={folder.Database}"]);

        Assert.StartsWith($"{address} is already in use", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }
}
