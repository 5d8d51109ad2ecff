using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>Error answers as RFC 9457 <c>application/problem+json</c>.</summary>
internal static class Problem
{
    public static Task Unauthenticated(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Write(context, StatusCodes.Status401Unauthorized, "Send an API key as 'Authorization: Bearer <key>', or sign in at /admin/login.");
    }

    public static Task Forbidden(HttpContext context) =>
        Write(context, StatusCodes.Status403Forbidden, "Your role does not allow this. 'operator' handles alerts, 'admin' also edits rules, channels and settings.");

    public static Task Write(HttpContext context, int status, string detail) =>
        Results.Problem(statusCode: status, detail: detail).ExecuteAsync(context);

    public static IResult Bad(string detail) => Results.Problem(statusCode: StatusCodes.Status400BadRequest, detail: detail);

    public static IResult NotFound(string detail) => Results.Problem(statusCode: StatusCodes.Status404NotFound, detail: detail);

    public static IResult Conflict(string detail) => Results.Problem(statusCode: StatusCodes.Status409Conflict, detail: detail);

    /// <summary>Too much at once, with the header that says how long to wait.</summary>
    public static IResult TooMany(HttpResponse response, string detail, int seconds)
    {
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, detail: detail);
    }

    /// <summary>The change was made to an old version.</summary>
    public static IResult Stale(string detail) => Results.Problem(statusCode: StatusCodes.Status412PreconditionFailed, detail: detail);
}
