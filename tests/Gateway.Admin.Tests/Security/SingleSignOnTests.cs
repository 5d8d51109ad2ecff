using System.Net;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.Security;

/// <summary>Sign-in at an identity provider, the whole way there and back.</summary>
public sealed class SingleSignOnTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("platform", "admin", HttpStatusCode.OK)]
    [InlineData("on-call", "operator", HttpStatusCode.OK)]
    [InlineData("sales", null, HttpStatusCode.Redirect)]
    public async Task SignOn_ByGroup_GivesTheRoleOfTheSettings(string group, string? role, HttpStatusCode expected)
    {
        await using var provider = await IdentityProvider.StartAsync();
        provider.Person["groups"] = new[] { "everyone", group };
        await using var host = await StartAsync(provider);
        var browser = new Session(host);

        var landed = await SignOnAsync(browser, "/admin/alerts");

        Assert.Equal(role is null ? "/admin/login?sign_on=not_allowed" : "/admin/alerts", landed);
        using var page = await browser.Client.GetAsync("/admin", Cancel);
        Assert.Equal(expected, page.StatusCode);
        if (role is not null)
        {
            Assert.Contains("Grace Hopper", await page.Content.ReadAsStringAsync(Cancel));
            await browser.GetAsync("/admin");
            using var deletion = await DeleteAsync(browser, "/api/alerts/history/a5");
            Assert.Equal(role == "admin" ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, deletion.StatusCode);
        }
        else
        {
            Assert.Contains("nobody has given you a role here", await browser.GetAsync(landed));
        }
    }

    [Fact]
    public async Task SignOn_WhenTheProviderIsDown_SaysSoAtTheLogin()
    {
        var provider = await IdentityProvider.StartAsync();
        await using var host = await StartAsync(provider);
        await provider.DisposeAsync();
        var browser = new Session(host);

        using var response = await browser.Client.GetAsync("/admin/login/sign-on", Cancel);

        Assert.Equal("/admin/login?sign_on=unreachable", response.Headers.Location!.ToString());
        Assert.Contains("does not answer", await browser.GetAsync("/admin/login?sign_on=unreachable"));
    }

    [Fact]
    public async Task SignOn_ComingBackWithAForeignState_LetsNobodyIn()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var host = await StartAsync(provider);
        var browser = new Session(host);

        using var response = await browser.Client.GetAsync("/admin/login/callback?code=stolen&state=forged", Cancel);

        Assert.Equal("/admin/login?sign_on=failed", response.Headers.Location!.ToString());
        Assert.False(browser.HasSession);
    }

    [Fact]
    public async Task SignOn_WithAReturnAddressElsewhere_StaysHere()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var host = await StartAsync(provider);

        Assert.Equal("/admin", await SignOnAsync(new(host), "//evil.example"));
    }

    [Fact]
    public async Task Login_WithoutAProvider_OffersNone()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = new Session(host);

        Assert.DoesNotContain("sign-on", await browser.GetAsync("/admin/login"));
        using var response = await browser.Client.GetAsync("/admin/login/sign-on", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static Task<AdminHost> StartAsync(IdentityProvider provider) => AdminHost.StartAsync(
        scene: true,
        ("Admin:OpenIdConnect:Authority", provider.Address),
        ("Admin:OpenIdConnect:ClientId", IdentityProvider.ClientId),
        ("Admin:OpenIdConnect:Admins:0", "platform"),
        ("Admin:OpenIdConnect:Operators:0", "on-call"));

    /// <summary>Follows the redirects as a browser would.</summary>
    /// <returns>Where it ends.</returns>
    private static async Task<string> SignOnAsync(Session browser, string back)
    {
        Assert.Contains("/admin/login/sign-on?return_url=" + Uri.EscapeDataString(back), await browser.GetAsync("/admin/login?return_url=" + Uri.EscapeDataString(back)));
        var next = new Uri(browser.Client.BaseAddress!, "/admin/login/sign-on?return_url=" + Uri.EscapeDataString(back));
        for (var hop = 0; hop < 3; hop++)
        {
            using var response = await browser.Client.GetAsync(next, Cancel);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            next = new Uri(next, response.Headers.Location!);
        }

        return next.PathAndQuery;
    }

    private static async Task<HttpResponseMessage> DeleteAsync(Session browser, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        request.Headers.Add("X-CSRF-Token", browser.Token);
        return await browser.Client.SendAsync(request, Cancel);
    }
}
