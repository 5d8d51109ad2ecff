using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Security;
using Gateway.Admin.Shortcuts;
using Gateway.Admin.Themes;
using Gateway.Alerting.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;

/// <summary><c>/api/preferences</c>: how whoever asks likes the admin. Everybody has their own, under the name they are signed in with.</summary>
internal static class PreferenceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var preferences = api.MapGroup("/preferences").WithTags("Preferences").RefuseOtherQuery();
        preferences.MapGet("", (HttpContext context, [FromServices] PreferencesDesk desk) => Results.Ok(desk.Of(context.User.AdminName())))
            .WithName("GetPreferences").WithSummary("Your own preferences").Produces<Preferences>();
        preferences.MapPut("", ReplaceAsync)
            .WithName("ReplacePreferences").WithSummary("Replaces your own preferences; what is left out becomes the standard")
            .Takes<Preferences>().Produces<Preferences>().ProducesValidationProblem().ProducesProblem(413);
    }

    private static async Task<IResult> ReplaceAsync(HttpContext context, [FromServices] PreferencesDesk desk, CancellationToken cancellationToken)
    {
        var (json, error) = await JsonBody.ReadAllAsync(context.Request, JsonBody.LargestBody);
        if (error is not null)
        {
            return error;
        }

        var (saved, mistakes) = await desk.ReplaceAsync(context.User.AdminName(), json, Shortcut.Standard, cancellationToken);
        if (saved is null)
        {
            return RuleProblem.Of(mistakes, "preferences");
        }

        ThemeCookie.Write(context.Response, saved.Theme);
        return Results.Ok(saved);
    }
}
