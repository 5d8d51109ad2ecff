using System.Net;
using Gateway.Admin.Security;
using Gateway.Admin.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Security;

public sealed class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/alerts")]
    [InlineData("/admin/alerts/a1")]
    [InlineData("/admin/nowhere")]
    public async Task Page_WithoutSession_RedirectsToLogin(string path)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client().GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/admin/login?return_url=", response.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [InlineData("/admin/alerts/a1?handler=row", "/admin/alerts?status=all", "/admin/alerts?status=all")]
    [InlineData("/admin?handler=health", "/admin", "/admin")]
    [InlineData("/admin?handler=health", "", "/admin")]
    [InlineData("/admin?handler=health", "//evil.example", "/admin")]
    public async Task PartOfAPage_WithoutSession_SendsTheWholePageToLogin(string path, string page, string back)
    {
        await using var host = await AdminHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Current-URL", page.Length == 0 ? "" : host.Address.GetLeftPart(UriPartial.Authority) + page);
        using var response = await host.Client().SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("/admin/login?return_url=" + Uri.EscapeDataString(back), Assert.Single(response.Headers.GetValues("HX-Redirect")));
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/")]
    [InlineData("/admin/alerts/")]
    public async Task Page_WithOrWithoutTrailingSlash_IsThere(string path)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        using var response = await browser.Client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/alerts/active")]
    [InlineData("/api/alerts/history")]
    [InlineData("/api/alerts/history/a1")]
    [InlineData("/api/system/health")]
    [InlineData("/api/nowhere")]
    public async Task Api_WithoutCredentials_AnswersProblem401(string path)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client().GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Link_Opened_SignsNobodyInUntilItsButtonIsPressed()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = new Session(host);
        var link = host.Services.GetRequiredService<AdminLoginLink>().For(host.Address.ToString())!;

        var page = await browser.GetAsync(new Uri(link).PathAndQuery);
        Assert.Contains("Continue as admin", page, StringComparison.Ordinal);
        Assert.False(browser.HasSession);

        var response = await browser.PostAsync("/admin/login", new() { ["t"] = new Uri(link).Query["?t=".Length..] });
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains("Overview", await browser.GetAsync("/admin"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WithWrongToken_IsRefused()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = new Session(host);
        Assert.Contains("earlier start", await browser.GetAsync("/admin/login?t=0000"), StringComparison.Ordinal);
        var response = await browser.PostAsync("/admin/login", new() { ["t"] = "0000" });
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Link_WhenPasswordIsSet_DoesNotExist()
    {
        await using var host = await AdminHost.StartAsync(settings: ("Admin:Password", "correct horse"));
        Assert.Null(host.Services.GetRequiredService<AdminLoginLink>().For("http://localhost:5080"));
    }

    [Theory]
    [InlineData("http://[::]:5080", "http://localhost:5080/admin/login?t=")]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080/admin/login?t=")]
    [InlineData("http://*:80", "http://localhost/admin/login?t=")]
    [InlineData("https://gateway.example", "https://gateway.example/admin/login?t=")]
    public async Task Link_ForListeningAddress_IsReachable(string address, string expected)
    {
        await using var host = AdminHost.Build(scene: false);
        Assert.StartsWith(expected, host.Services.GetRequiredService<AdminLoginLink>().For(address), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("correct horse", HttpStatusCode.Redirect)]
    [InlineData(AdminHost.ViewerKey, HttpStatusCode.Redirect)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    public async Task Form_WithSecret_AnswersByWhetherItIsKnown(string secret, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync(settings: ("Admin:Password", "correct horse"));
        var browser = new Session(host);
        await browser.GetAsync("/admin/login");
        var response = await browser.PostAsync("/admin/login", new() { ["Secret"] = secret });
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Redirect, browser.HasSession);
    }

    [Theory]
    [InlineData("/admin/alerts?status=all", "/admin/alerts?status=all")]
    [InlineData("//evil.example", "/admin")]
    [InlineData("/\\evil.example", "/admin")]
    [InlineData("https://evil.example", "/admin")]
    public async Task Form_WithReturnUrl_StaysOnThisSite(string wanted, string expected)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = new Session(host);
        await browser.GetAsync("/admin/login");
        var response = await browser.PostAsync("/admin/login", new() { ["Secret"] = AdminHost.AdminKey, ["return_url"] = wanted });
        Assert.Equal(expected, response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Form_AfterTenAttemptsInAMinute_AnswersTooManyUntilTheNext()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = new Session(host);
        await browser.GetAsync("/admin/login");
        for (var attempt = 0; attempt < LoginAttempts.PerAddress; attempt++)
        {
            await browser.PostAsync("/admin/login", new() { ["Secret"] = "wrong" });
        }

        var refused = await browser.PostAsync("/admin/login", new() { ["Secret"] = AdminHost.AdminKey });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        var accepted = await browser.PostAsync("/admin/login", new() { ["Secret"] = AdminHost.AdminKey });
        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
    }

    [Fact]
    public async Task Logout_EndsTheSession()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.AdminKey);
        await browser.PostAsync("/admin/logout", []);
        Assert.False(browser.HasSession);
    }
}
