using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gateway.Proxy;

/// <summary>First in the proxy's pipeline: refuses the gateway's own paths and browsers that would run an answer, and lifts the server's limits, which are not the provider's.</summary>
internal sealed class ProxyGuard(RequestDelegate next, ReservedPaths reserved, UnmatchedPaths unmatched)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (reserved.Contains(context.Request.Path))
            return unmatched.AnswerAsync(context);

        if (BrowserIsolation.WouldExecute(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        // Slow clients are the provider's to lose patience with.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } upload)
            upload.MinDataRate = null;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } download)
            download.MinDataRate = null;
        return next(context);
    }
}
