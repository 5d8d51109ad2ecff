using Gateway.Admin.Security;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>The headers by which htmx and the server understand each other.</summary>
internal static class Htmx
{
    /// <summary>The answer is swapped into a page instead of becoming one.</summary>
    public static bool IsRequest(HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    /// <summary>Sends the whole page elsewhere; htmx then ignores the answer's body and status.</summary>
    public static void Redirect(HttpResponse response, string url) => response.Headers["HX-Redirect"] = url;

    /// <summary>The page that the request came from, as a path on this site; the admin's first page when it does not say.</summary>
    public static string Page(HttpRequest request) =>
        Uri.TryCreate(request.Headers["HX-Current-URL"].ToString(), UriKind.Absolute, out var url) && LocalUrl.IsLocal(url.PathAndQuery)
            ? url.PathAndQuery
            : request.PathBase + AdminOptions.FixedPath;
}
