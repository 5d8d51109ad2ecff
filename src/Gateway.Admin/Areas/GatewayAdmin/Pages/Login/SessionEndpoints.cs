using System.Security.Claims;
using Gateway.Admin.Live;
using Gateway.Admin.Security;
using Gateway.Admin.Themes;
using Gateway.Alerting.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Login;

/// <summary>What the header's forms post to: leaving, and the choice of a theme.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapPost("/logout", (Delegate)LogoutAsync).ExcludeFromDescription();
        admin.MapGet("/login/sign-on", (Delegate)SignOnAsync).AllowAnonymous().ExcludeFromDescription();
        admin.MapPost("/theme", (Delegate)ThemeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> LogoutAsync(HttpContext context, LiveConnections live, IAuthenticationSchemeProvider schemes)
    {
        if (context.User.FindFirstValue(AdminIdentity.SessionClaim) is { } session)
        {
            live.End(session);
        }

        await context.SignOutAsync(AdminSchemes.Cookie);
        if (context.User.Identity?.AuthenticationType == AdminSchemes.Host && await schemes.GetDefaultSignOutSchemeAsync() is { } host)
        {
            await context.SignOutAsync(host.Name);
        }

        return Results.LocalRedirect("~" + AdminOptions.FixedPath + "/login");
    }

    /// <summary>A link, not a form: browsers hold forms to the policy that keeps them on this site, redirects included.</summary>
    private static async Task SignOnAsync(HttpContext context, IAuthenticationSchemeProvider schemes)
    {
        var back = context.Request.Query["return_url"].ToString();
        if (await schemes.GetSchemeAsync(AdminSchemes.OpenIdConnect) is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            var target = LocalUrl.IsLocal(back) ? back : context.Request.PathBase + AdminOptions.FixedPath;
            await context.ChallengeAsync(AdminSchemes.OpenIdConnect, new() { RedirectUri = target });
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException && !context.Response.HasStarted)
        {
            // The provider's metadata could not be read.
            SignOnLog.Failed(context, SignOnFailure.Unreachable, fault);
            context.Response.Redirect(SignOnFailures.LoginPage(context.Request, SignOnFailure.Unreachable));
        }
    }

    private static async Task<IResult> ThemeAsync(HttpContext context, PreferencesDesk desk)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var theme = ThemeCookie.Known(form["theme"]);
        ThemeCookie.Write(context.Response, theme);
        var person = context.User.AdminName();
        await desk.SaveAsync(person, desk.Of(person) with { Theme = theme }, context.RequestAborted);
        var back = form["return_url"].ToString();
        return Results.LocalRedirect(LocalUrl.IsLocal(back) ? back : "~" + AdminOptions.FixedPath);
    }
}
