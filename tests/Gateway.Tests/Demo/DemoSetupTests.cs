using Gateway.Demo;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Demo;

public sealed class DemoSetupTests
{
    [Fact]
    public void Settings_OfAnyConfiguration_KeepEverythingOnTheMachine()
    {
        var configuration = Configuration(new()
        {
            ["ReverseProxy:Clusters:openai:Destinations:default:Address"] = "https://api.openai.com",
            ["ReverseProxy:Clusters:other:Destinations:a:Address"] = "https://a.example",
            ["ReverseProxy:Clusters:other:Destinations:a:Health"] = "https://a.example/health",
            ["Alerting:Database"] = "Data Source=data/gateway.db",
            ["SLACK_WEBHOOK_URL"] = "https://hooks.example/real",
        });

        Assert.Equal("http://127.0.0.1:9", configuration["ReverseProxy:Clusters:openai:Destinations:default:Address"]);
        Assert.Equal("http://127.0.0.1:9", configuration["ReverseProxy:Clusters:other:Destinations:a:Address"]);
        Assert.Equal("http://127.0.0.1:9", configuration["ReverseProxy:Clusters:other:Destinations:a:Health"]);
        Assert.Null(configuration["ReverseProxy:Clusters:openai:Destinations:default:Health"]);
        Assert.Equal(("Data Source=data/demo.db", "config/demo-rules"), (configuration["Alerting:Database"], configuration["Alerting:Rules"]));
        Assert.True(string.IsNullOrEmpty(configuration["SLACK_WEBHOOK_URL"]));
    }

    [Fact]
    public void Settings_WithADemoDatabase_UseIt() =>
        Assert.Equal("Data Source=elsewhere.db", Configuration(new() { ["Demo:Database"] = "Data Source=elsewhere.db" })["Alerting:Database"]);

    [Theory]
    [InlineData("http://127.0.0.1:9/", "http://+:9")]
    [InlineData("http://127.0.0.1:9/", "http://[::]:9")]
    [InlineData("http://localhost:9/", "https://localhost:8", "http://localhost:9")]
    [InlineData("https://localhost:8/", "https://localhost:8")]
    [InlineData(null)]
    public void GatewayAddress_OfListeningAddresses_IsOneThatCanBeCalled(string? expected, params string[] addresses) =>
        Assert.Equal(expected, GatewayAddress.Pick(addresses)?.ToString());

    private static IConfigurationRoot Configuration(Dictionary<string, string?> given)
    {
        var before = new ConfigurationBuilder().AddInMemoryCollection(given).Build();
        return new ConfigurationBuilder().AddConfiguration(before).AddInMemoryCollection(DemoSetup.Settings(before, "http://127.0.0.1:9")).Build();
    }
}
