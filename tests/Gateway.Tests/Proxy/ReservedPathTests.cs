using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Testing;
using Gateway.Tests.Capture;

namespace Gateway.Tests.Proxy;

public sealed class ReservedPathTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/unknown")]
    [InlineData("/ADMIN/unknown")]
    [InlineData("/api/chat")]
    [InlineData("/healthz/x")]
    [InlineData("/metrics/x")]
    [InlineData("/openapi/v9.json")]
    [InlineData("/watch/secret")]
    [InlineData("/openai/%2e%2e/admin/x")]
    public async Task Path_OfTheGatewayItself_IsNeverProxiedEvenByACatchAllRoute(string path)
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(
            upstream.Address,
            settings: [("ReverseProxy:Routes:all:ClusterId", "openai"), ("ReverseProxy:Routes:all:Match:Path", "/{**all}"), ("Admin:Path", "/watch")]);

        var uri = new Uri(proxy.Client.BaseAddress!.OriginalString + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await proxy.Client.GetAsync(uri, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Empty(upstream.Received);
    }

    [Fact]
    public async Task Path_OfNoRoute_NamesTheBaseUrlsThatExist()
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await proxy.Client.PostAsync(new Uri("/chat/completions.json", UriKind.Relative), null, Cancel);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var known = problem.GetProperty("base_urls").EnumerateArray().Select(url => new Uri(url.GetString()!).AbsolutePath);
        Assert.Equal(
            ["/anthropic", "/azure-openai", "/bedrock", "/deepseek", "/gemini", "/groq", "/mistral", "/ollama", "/openai", "/openrouter", "/xai"],
            known);
        Assert.False(proxy.HasCall);
    }

    [Fact]
    public async Task Cluster_WithoutProvider_IsProxiedAndNotMetered()
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(
            upstream.Address,
            settings:
            [
                ("ReverseProxy:Routes:plain:ClusterId", "plain"), ("ReverseProxy:Routes:plain:Match:Path", "/plain/{**rest}"),
                ("ReverseProxy:Clusters:plain:Destinations:default:Address", upstream.Address),
            ]);

        using var plain = await proxy.Client.GetAsync(new Uri("/plain/x", UriKind.Relative), Cancel);
        using var metered = await proxy.Client.GetAsync(new Uri("/openai/v1/models", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.False(plain.Headers.Contains("X-Gateway-Call-Id"));
        Assert.Equal(metered.Headers.GetValues("X-Gateway-Call-Id").Single(), (await proxy.NextCallAsync()).Id);
        Assert.False(proxy.HasCall);
    }

    [Theory]
    [InlineData("Capture:UserHeader", "not a header", "Capture:UserHeader is 'not a header'")]
    [InlineData("Capture:StoreBodies", "true", "Capture:StoreBodies is 'true'")]
    [InlineData("Capture:UserHeadr", "X-User", "UserHeadr")]
    [InlineData("ReverseProxy:Clusters:openai:Metadata:Llm.Dialect", "opnai", "ReverseProxy:Clusters:openai:Metadata:Llm.Dialect is 'opnai'")]
    [InlineData("ReverseProxy:Clusters:openai:Metadata:Llm.IncludeUsage", "no", "Llm.IncludeUsage is 'no'")]
    public async Task Setting_ThatCannotWork_StopsTheStartAndNamesTheKey(string key, string value, string expected)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => ProxyUnderTest.StartAsync("http://127.0.0.1:9", settings: [(key, value)]));

        Assert.Contains(expected, refusal.ToString(), StringComparison.Ordinal);
    }
}
