using System.Net;
using Gateway.Admin.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Tests.Security;

public sealed class DefenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryEndpoint_UnderAdminAndApi_NeedsViewerUnlessListedHere()
    {
        string[] open = ["/admin/login", "/admin/login/sign-on"];
        await using var host = await AdminHost.StartAsync();
        var exposed = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata))
            .Where(entry => entry.Path.StartsWith("/admin", StringComparison.Ordinal) || entry.Path.StartsWith("/api", StringComparison.Ordinal))
            .Where(entry => !entry.Path.StartsWith("/admin/assets/", StringComparison.Ordinal))
            .Where(entry => entry.Metadata.GetMetadata<IAllowAnonymous>() is not null || entry.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null)
            .Select(entry => entry.Path).Distinct().Except(open);
        Assert.Empty(exposed);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/alerts")]
    [InlineData("/admin/alerts/a1")]
    [InlineData("/admin/login")]
    [InlineData("/admin/nowhere")]
    [InlineData("/api/alerts/active")]
    public async Task Answer_UnderAdminAndApi_CarriesTheSecurityHeaders(string path)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        using var response = await browser.Client.GetAsync(path, Cancel);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task ProxiedAnswer_IsLeftAlone()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client().GetAsync("/openai/v1/models", Cancel);
        Assert.Equal("proxied", await response.Content.ReadAsStringAsync(Cancel));
        Assert.False(response.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("/admin/nowhere")]
    [InlineData("/api/nowhere")]
    public async Task UnknownPath_SignedIn_IsNotForwarded(string path)
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(AdminHost.AdminKey).GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task UnknownPage_SignedIn_SaysSoInAPage()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        Assert.Contains("Nothing here", await browser.GetAsync("/admin/nowhere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alert_WithMarkupInItsText_IsShownAsText()
    {
        await using var host = await AdminHost.StartAsync();
        host.Gateway.Open(Scene.Alert("x1", "<img src=x>", Alerting.Rules.AlertPriority.High, 1, "<script>alert(1)</script>", new("errors", ">", 1, 2, true, 2, null)) with { RunbookUrl = "javascript:alert(1)" });
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        var html = await browser.GetAsync("/admin/alerts/x1");
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AlertPage_ForViewer_HasNoButtonsAndRefusesTheirPost()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.ViewerKey);
        Assert.DoesNotContain("value=\"resolve\"", await browser.GetAsync("/admin/alerts"), StringComparison.Ordinal);
        using var response = await browser.PostAsync("/admin/alerts/a1", new() { ["act"] = "resolve" });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Not allowed", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Redirect)]
    [InlineData(false, HttpStatusCode.BadRequest)]
    public async Task AlertForm_WithoutScript_NeedsTheTokenAndGoesBack(bool withToken, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.OperatorKey);
        using var response = await browser.PostAsync("/admin/alerts/a1", new() { ["act"] = "acknowledge", ["return_url"] = "/admin/alerts?status=all" }, withToken);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(withToken ? "/admin/alerts?status=all" : null, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Live_ByOrigin_IsOpenToOwnPagesOnly(string? origin, HttpStatusCode expected)
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/live/negotiate?negotiateVersion=1");
        request.Headers.TryAddWithoutValidation("Origin", origin ?? host.Address.GetLeftPart(UriPartial.Authority));
        using var response = await client.SendAsync(request, Cancel);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Health_WithAnUnknownParameter_IsRefused()
    {
        await using var host = await AdminHost.StartAsync();
        using var response = await host.Client(AdminHost.ViewerKey).GetAsync("/api/system/health?part=engine", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"part\":[\"is not known", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_WithoutCredentials_SayOnlyTheState()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client();
        Assert.Equal("live", await client.GetStringAsync("/healthz/live", Cancel));
        Assert.Equal("ready", await client.GetStringAsync("/healthz/ready", Cancel));
    }

    [Theory]
    [InlineData("Admin:Path", "/ops", "Admin:Path")]
    [InlineData("Admin:Port", "0", "Admin:Port")]
    [InlineData("Admin:Password", "elevenchars", "Admin:Password has 11 characters; at least 12 are needed")]
    [InlineData("Admin:ApiKeys:1:Name", "vera", "Admin:ApiKeys:1:Name")]
    [InlineData("Admin:ApiKeys:1:Key", "short", "Admin:ApiKeys:1:Key")]
    [InlineData("Admin:ApiKeys:1:Key", AdminHost.ViewerKey, "Admin:ApiKeys:1:Key")]
    [InlineData("Admin:ApiKeys:1:Role", "root", "viewer, operator, admin")]
    [InlineData("Admin:Pasword", "x", "Admin:Pasword is not a setting; did you mean 'Password'?")]
    [InlineData("Admin:OpenIdConnect:Authority", "https://login.example", "Admin:OpenIdConnect:ClientId is missing")]
    public async Task Start_WithWrongSetting_StopsAndNamesTheKey(string key, string value, string named)
    {
        var fault = await Record.ExceptionAsync(() => AdminHost.StartAsync(false, (key, value)));
        Assert.NotNull(fault);
        Assert.True(fault is OptionsValidationException or InvalidOperationException, fault.ToString());
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AdminHost.ViewerKey, fault.Message, StringComparison.Ordinal);
    }
}
