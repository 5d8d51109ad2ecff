using Gateway.Admin.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Security;

/// <summary>
/// What holds for the admin as a whole, whatever the endpoint: the origin of live connections,
/// and the antiforgery token on everything a cookie changes. Stands after authorization.
/// </summary>
internal sealed class AdminGate(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (AdminPaths.IsLive(path) && IsForeignOrigin(context.Request))
        {
            await Problem.Write(context, StatusCodes.Status403Forbidden, "Live connections are accepted from the admin's own pages only.");
        }
        else if (AdminPaths.IsAdmin(context) && !await HasTokenAsync(context))
        {
            await Problem.Write(context, StatusCodes.Status400BadRequest, "The antiforgery token is missing or old. Reload the page and try again; programs send an API key instead of the cookie.");
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>Browsers send the cookie along with WebSockets from any site, and no antiforgery token: the origin is all there is.</summary>
    private static bool IsForeignOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<bool> HasTokenAsync(HttpContext context) =>
        AdminPaths.IsSafe(context.Request.Method)
        || AdminPaths.IsLive(context.Request.Path)
        || context.User.Identity?.AuthenticationType is not (AdminSchemes.Cookie or AdminSchemes.Host)
        || await antiforgery.IsRequestValidAsync(context);
}
