using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Capture;

/// <summary>
/// Stands before the forwarder: begins the call, prepares its body, and ends it exactly once, also when the client leaves, the provider is down,
/// or nothing was forwarded at all, which no hook on the answer would see.
/// </summary>
internal sealed class CaptureMiddleware(RequestDelegate next, CallMeter meter)
{
    public const string CallIdHeader = "X-Gateway-Call-Id";
    public const string ErrorHeader = "X-Gateway-Error";

    public async Task InvokeAsync(HttpContext context)
    {
        var call = meter.Begin(context);
        Exception? thrown = null;
        try
        {
            if (call is not null)
            {
                context.Features.Set(call);
                await PrepareBodyAsync(context, call);
            }

            await next(context);
            NameFailure(context, call);
        }
        catch (Exception failure)
        {
            thrown = failure;
            throw;
        }
        finally
        {
            if (call is not null)
                meter.End(call, context, thrown);
        }
    }

    private async ValueTask PrepareBodyAsync(HttpContext context, CallCapture call)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true } || IsSocket(context))
            return;
        var body = context.Request.Body;
        if (meter.MayAskForUsage(call, context.Request))
        {
            var ahead = new PeekedBody(body);
            call.Plan = await PeekAsync(ahead, context, call);
            body = ahead;
        }

        body = new RequestBodyTee(body, call.Request, call.Plan.Scanned);
        if (call.Plan.Edit is { } edit)
        {
            body = new SplicedBody(body, edit);
            call.UsageAdded = true;
        }
        else if (call.Plan.AtEnd)
        {
            body = new TailSplicedBody(body, () => call.UsageAdded = UsageRequest.NeedsTail(call.Request.Current()));
        }

        context.Request.Body = body;
    }

    /// <exception cref="BadHttpRequestException">The body is not framed as it must be. The server has no status of its own for all of that.</exception>
    private static async ValueTask<BodyPlan> PeekAsync(PeekedBody ahead, HttpContext context, CallCapture call)
    {
        try
        {
            return await RequestPeek.PeekAsync(ahead, call.Request, context.Request.ContentLength, context.RequestAborted);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body cannot be read.", StatusCodes.Status400BadRequest, fault);
        }
    }

    /// <summary>Says who failed when nothing came from the provider.</summary>
    private static void NameFailure(HttpContext context, CallCapture? call)
    {
        if (context.Response.HasStarted)
            return;
        if (call is not null)
            context.Response.Headers[CallIdHeader] = call.Id;
        if (context.Features.Get<IForwarderErrorFeature>() is { Error: not ForwarderError.None } failure)
            context.Response.Headers[ErrorHeader] = failure.Error.ToString();
    }

    /// <summary>Whether the client asks for a WebSocket or another upgrade.</summary>
    internal static bool IsSocket(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
