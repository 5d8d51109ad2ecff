using System.Net;
using Gateway.Testing;
using Gateway.Tests.Capture;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy;

/// <summary>Providers share the admin's origin: what a browser shows of theirs has none of the admin's rights, and everybody else sees what the provider sent.</summary>
public sealed class BrowserIsolationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("document", "text/html")]
    [InlineData("iframe", "text/html")]
    [InlineData("image", "image/svg+xml")]
    [InlineData("document", "text/event-stream")]
    public async Task Answer_ShownByABrowser_IsInASandboxAndWhole(string destination, string contentType)
    {
        await using var upstream = await UpstreamAsync(contentType);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await GetAsync(proxy, destination);

        Assert.Equal("sandbox", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("data: 1\n\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("empty")]
    public async Task Answer_OfAnyOtherClient_CarriesNoneOfThat(string? destination)
    {
        await using var upstream = await UpstreamAsync("text/event-stream");
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await GetAsync(proxy, destination);

        Assert.Equal((false, false), (response.Headers.Contains("Content-Security-Policy"), response.Headers.Contains("X-Content-Type-Options")));
        Assert.Equal("data: 1\n\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("script")]
    [InlineData("serviceworker")]
    [InlineData("style")]
    public async Task Answer_ThatABrowserWouldRun_IsNotFetched(string destination)
    {
        await using var upstream = await UpstreamAsync("text/javascript");
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await GetAsync(proxy, destination);

        Assert.Equal((HttpStatusCode.Forbidden, 0), (response.StatusCode, upstream.Received.Count));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Cookies_OfTheAdmin_CannotBeSetByAProvider(string contentType)
    {
        await using var upstream = await UpstreamAsync(contentType, "gateway_admin=theirs; Path=/", "session=1", "GATEWAY_AF=theirs");
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await GetAsync(proxy, destination: null);

        Assert.Equal(["session=1"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("data: 1\n\n", await response.Content.ReadAsStringAsync(Cancel));
    }

    private static Task<FakeUpstream> UpstreamAsync(string contentType, params string[] cookies) => FakeUpstream.StartAsync(async context =>
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.SetCookie = cookies;
        await context.Response.WriteAsync("data: 1\n\n");
    });

    private static async Task<HttpResponseMessage> GetAsync(ProxyUnderTest proxy, string? destination)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/responses/resp_1");
        if (destination is not null)
            request.Headers.Add("Sec-Fetch-Dest", destination);
        return await proxy.Client.SendAsync(request, Cancel);
    }
}
