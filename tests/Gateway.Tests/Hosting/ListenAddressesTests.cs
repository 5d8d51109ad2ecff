using Gateway.Hosting;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Hosting;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("", "http://localhost:5080")]
    [InlineData("urls=http://*:8080", null)]
    [InlineData("http_ports=8080", null)]
    [InlineData("Kestrel:Endpoints:Http:Url=http://*:80,Admin:Port=5081", null)]
    [InlineData("Admin:Port=5081", "http://localhost:5080 http://localhost:5081")]
    [InlineData("urls=http://*:8080;https://*:8443,Admin:Port=5081", "http://*:8080 https://*:8443 http://localhost:5081")]
    [InlineData("urls=http://*:8080;http://*:5081,Admin:Port=5081", "http://*:8080 http://*:5081")]
    [InlineData("http_ports=8080;8081,https_ports=8443,Admin:Port=5081", "http://*:8080 http://*:8081 https://*:8443 http://localhost:5081")]
    [InlineData("urls=http://*:80,http_ports=8080,Admin:Port=5081", "http://*:80 http://localhost:5081")]
    public void Addresses_OfSettings_AreTheHostsAndTheAdmins(string settings, string? expected) =>
        Assert.Equal(expected?.Split(' '), ListenAddresses.Of(Configuration(settings)));

    [Theory]
    [InlineData("Admin:Port=5080")]
    [InlineData("urls=http://*:8080,Admin:Port=8080")]
    public void AdminPort_ThatIsTheOnlyOne_IsRefused(string settings) =>
        Assert.StartsWith("Admin:Port: ", Assert.Throws<FormatException>(() => ListenAddresses.Of(Configuration(settings))).Message, StringComparison.Ordinal);

    private static IConfiguration Configuration(string settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build();
}
