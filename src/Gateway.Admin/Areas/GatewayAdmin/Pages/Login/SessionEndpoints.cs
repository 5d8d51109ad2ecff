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
        admin.MapPost("/theme", (Delegate)ThemeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> LogoutAsync(HttpContext context, LiveConnections live)
    {
        if (context.User.FindFirstValue(AdminIdentity.SessionClaim) is { } session)
        {
            live.End(session);
        }

        await context.SignOutAsync(AdminSchemes.Cookie);
        return Results.LocalRedirect("~" + AdminOptions.FixedPath + "/login");
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
