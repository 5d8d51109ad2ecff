using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Security;

/// <summary>Puts on every answer under <c>/admin</c> and <c>/api</c> what keeps a browser from running or leaking anything foreign.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Nothing inline, nothing evaluated, nothing from elsewhere, in no frame.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (AdminPaths.IsAdmin(context))
        {
            context.Response.OnStarting(Apply, context.Response);
        }

        return next(context);
    }

    private static Task Apply(object state)
    {
        var response = (HttpResponse)state;
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        if (IsDocument(response.ContentType))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    /// <summary>Pages and API answers; scripts and styles keep the caching they came with.</summary>
    private static bool IsDocument(string? contentType) =>
        contentType is null || contentType.StartsWith("text/html", StringComparison.Ordinal) || contentType.Contains("json", StringComparison.Ordinal);
}
