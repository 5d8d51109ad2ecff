using Gateway.Alerting;
using Microsoft.AspNetCore.Mvc;
using Yarp.ReverseProxy;

namespace Gateway.Proxy;

/// <summary>The 404 for paths that are nobody's: tells the caller which base URLs exist.</summary>
internal sealed class UnmatchedPaths(IProxyStateLookup proxy, ReservedPaths reserved)
{
    public Task AnswerAsync(HttpContext context)
    {
        var problem = new ProblemDetails
        {
            Type = "https://tools.ietf.org/html/rfc9110#section-15.5.5",
            Title = "Not Found",
            Status = StatusCodes.Status404NotFound,
            Detail = reserved.Contains(context.Request.Path)
                ? "This path belongs to the gateway itself and is never forwarded, and there is nothing here."
                : "No route matches this path. Set the base URL of your client to one of base_urls, or its host alone for /v1/messages, /v1 and /v1beta.",
        };
        if (!reserved.Contains(context.Request.Path))
            problem.Extensions["base_urls"] = BaseUrls(context.Request);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsJsonAsync(problem, GatewayJson.Options, "application/problem+json", context.RequestAborted);
    }

    private string[] BaseUrls(HttpRequest request) =>
    [
        .. proxy.GetRoutes()
            .Where(route => route.Config.Match.Path is { } path && path == $"/{route.Config.ClusterId}/{{**rest}}")
            .Select(route => $"{request.Scheme}://{request.Host}/{route.Config.ClusterId}")
            .Order(StringComparer.Ordinal),
    ];
}
