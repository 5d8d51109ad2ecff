using System.Net;
using Gateway.Testing;
using Gateway.Tests.Capture;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Proxy;

/// <summary>What the shipped <c>appsettings.json</c> promises: which path leads to which provider, and under which key its address stands.</summary>
public sealed class ShippedRoutesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/messages", "anthropic")]
    [InlineData("/v1/messages/count_tokens", "anthropic")]
    [InlineData("/v1/chat/completions", "openai")]
    [InlineData("/v1/responses", "openai")]
    [InlineData("/v1/models", "openai")]
    [InlineData("/v1beta/models/gemini-3:generateContent", "gemini")]
    public async Task HostOnlyPath_GoesToItsProvider(string path, string provider)
    {
        await using var upstream = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("its own"));
        await using var others = await FakeUpstream.StartAsync(context => context.Response.WriteAsync("another's"));
        await using var proxy = await ProxyUnderTest.StartAsync(others.Address, settings: ($"ReverseProxy:Clusters:{provider}:Destinations:default:Address", upstream.Address));

        using var response = await proxy.Client.PostAsync(path, new StringContent("{}"), Cancel);

        Assert.Equal((HttpStatusCode.OK, "its own"), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal(path, upstream.Last.Target);
        Assert.Equal(provider, (await proxy.NextCallAsync()).Provider);
    }

    [Fact]
    public void ShippedClusters_AreNamedAfterTheirProvider_AndHaveOneDestination()
    {
        var clusters = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.json")).Build().GetSection("ReverseProxy:Clusters").GetChildren().ToList();

        Assert.Equal(
            ["anthropic", "azure-openai", "bedrock", "deepseek", "gemini", "groq", "mistral", "ollama", "openai", "openrouter", "xai"],
            clusters.Select(cluster => cluster.Key).Order(StringComparer.Ordinal));
        Assert.All(clusters, cluster =>
        {
            Assert.Equal(cluster.Key, cluster["Metadata:Llm.Provider"]);
            Assert.Equal("default", Assert.Single(cluster.GetSection("Destinations").GetChildren()).Key);
        });
    }
}
