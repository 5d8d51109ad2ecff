using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Error;

/// <summary>What a browser sees instead of an empty error answer. A view without a route: it is rendered where the error is, so no request is sent round again.</summary>
public sealed record ErrorPage(string Title, string Words)
{
    internal static Task RenderAsync(HttpContext context)
    {
        var view = new ViewResult
        {
            ViewName = "/Areas/GatewayAdmin/Pages/Error/ErrorPage.cshtml",
            StatusCode = context.Response.StatusCode,
            ViewData = new ViewDataDictionary<ErrorPage>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = Of(context.Response.StatusCode) },
        };
        return view.ExecuteResultAsync(new(context, new RouteData(), new ActionDescriptor()));
    }

    private static ErrorPage Of(int status) => status switch
    {
        400 => new("That did not work", "The page was open for too long, or the form was not complete. Go back, reload, and try again."),
        403 => new("Not allowed", "Your role does not allow this. Ask whoever manages the gateway’s API keys."),
        404 => new("Nothing here", "There is no such page, or what it showed has been deleted."),
        < 500 => new("That did not work", "The gateway did not understand this request. Go back and try again."),
        _ => new("Something broke", "The gateway could not show this page. Calls are proxied as before; the log says what happened."),
    };
}
