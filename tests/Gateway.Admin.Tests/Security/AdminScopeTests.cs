using Gateway.Admin.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Tests.Security;

public sealed class AdminScopeTests
{
    private static readonly Endpoint Open = new(null, new(), "a proxied route");
    private static readonly Endpoint Guarded = new(null, new(new AuthorizeAttribute("staff")), "a proxied route with a policy");

    private static readonly Endpoint Own = new(null, new(new AdminEndpoint()), "the admin's");

    [Theory]
    [InlineData("/admin/alerts", true)]
    [InlineData("/api/orders", false)]
    [InlineData("/openai/v1/chat/completions", false)]
    public void Request_OnARouteWithoutPolicy_IsTheAdminsByItsPath(string path, bool expected) => Assert.Equal(expected, Scope().Includes(Request(path, Open)));

    [Fact]
    public void Request_ToTheApi_IsTheAdmins() => Assert.True(Scope().Includes(Request("/api/calls", Own)));

    [Fact]
    public void Request_UnderTheApiThatNothingAnswers_IsTheAdmins() => Assert.True(Scope().Includes(Request("/api/nothing", null)));

    [Fact]
    public void Request_OnARouteWithPolicy_IsAuthorized() => Assert.True(Scope().Includes(Request("/openai/v1/models", Guarded)));

    [Fact]
    public void Request_UnderAFallbackPolicy_IsAuthorized() =>
        Assert.True(Scope(fallback: new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()).Includes(Request("/openai/v1/models", Open)));

    private static AdminScope Scope(AuthorizationPolicy? fallback = null) =>
        new(Options.Create(new AuthorizationOptions { FallbackPolicy = fallback }));

    private static DefaultHttpContext Request(string path, Endpoint? endpoint)
    {
        var context = new DefaultHttpContext { Request = { Path = path } };
        context.SetEndpoint(endpoint);
        return context;
    }
}
