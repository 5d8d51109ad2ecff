using System.Runtime.CompilerServices;
using Gateway.Alerting.Calls;
using Gateway.Dialects;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Gateway.Capture;

/// <summary>Finds the wire format of a request.</summary>
/// <param name="provider">The cluster's <c>Llm.Provider</c>.</param>
/// <param name="dialect">The cluster's <c>Llm.Dialect</c>.</param>
/// <param name="path">The provider's own path, without the gateway's prefix.</param>
internal delegate DialectMatch DialectMatcher(string provider, string? dialect, string path);

/// <summary>Begins and ends the metering of calls. Neither ever throws.</summary>
internal sealed class CallMeter(
    DialectMatcher match, CallChannel channel, InFlightCalls inFlight, ApiKeyHasher keys, CaptureHealth health, CaptureInstruments instruments, IOptions<CaptureOptions> options, TimeProvider time)
{
    private readonly CaptureOptions _options = options.Value;

    /// <summary>A route's model is replaced with its cluster's, so what its configuration says is read once for each.</summary>
    private readonly ConditionalWeakTable<RouteModel, StrongBox<MeteredRoute?>> _routes = [];

    /// <summary>Null for requests that are not metered.</summary>
    public CallCapture? Begin(HttpContext context)
    {
        try
        {
            if (_routes.GetValue(context.GetReverseProxyFeature().Route, static route => new(MeteredRoute.Of(route))).Value is { } route)
                return new(route, Match(route, context.Request), Caller.Read(context.Request, _options), keys, inFlight, time, health);
            instruments.Unmetered();
        }
        catch (Exception fault)
        {
            health.Fault("begin", fault.GetType().Name);
        }

        return null;
    }

    /// <summary>Whether the body has to be known before it is forwarded, because it may have to ask for usage.</summary>
    public bool MayAskForUsage(CallCapture call, HttpRequest request) =>
        _options.IncludeUsage && call.Route.IncludeUsage && call.SpeaksOpenAiChat
        && HttpMethods.IsPost(request.Method) && !request.Headers.ContainsKey("Content-Encoding");

    public void End(CallCapture call, HttpContext context, Exception? thrown)
    {
        try
        {
            channel.TryAdd(call.Finish(context, thrown));
        }
        catch (Exception fault)
        {
            health.Fault("finish", fault.GetType().Name);
        }
    }

    /// <summary>A path that cannot be matched costs the details of the call, not the call.</summary>
    private DialectMatch Match(MeteredRoute route, HttpRequest request)
    {
        try
        {
            return match(route.Provider, route.Dialect, route.PathAtProvider(request.Path));
        }
        catch (Exception fault)
        {
            health.Fault("match", fault.GetType().Name);
            return new(null, "other", null, null);
        }
    }
}
