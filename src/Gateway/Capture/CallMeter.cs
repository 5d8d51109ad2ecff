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
    private readonly ConditionalWeakTable<RouteModel, KnownRoute> _routes = [];

    /// <summary>Null for requests that are not metered.</summary>
    public CallCapture? Begin(HttpContext context)
    {
        try
        {
            var known = _routes.GetValue(context.GetReverseProxyFeature().Route, static route => new(MeteredRoute.Of(route)));
            if (known.Route is { } route)
                return new(route, Match(known, route, context.Request.Path), Caller.Read(context.Request, _options), keys, inFlight, time, health);
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
            call.End(context, thrown);
            // An answer that nobody will read holds a decoder, whose memory the garbage collector does not see.
            if (!channel.TryAdd(call))
                call.Answer.Close();
        }
        catch (Exception fault)
        {
            health.Fault("end", fault.GetType().Name);
        }
    }

    /// <summary>A path that cannot be matched costs the details of the call, not the call.</summary>
    private DialectMatch Match(KnownRoute known, MeteredRoute route, PathString path)
    {
        try
        {
            if (known.Last is not { } last || last.Path != path.Value)
                known.Last = last = new(path.Value, match(route.Provider, route.Dialect, route.PathAtProvider(path)));
            return last.Match;
        }
        catch (Exception fault)
        {
            health.Fault("match", fault.GetType().Name);
            return new(null, "other", null, null);
        }
    }

    /// <param name="route">Null for a route that is proxied only.</param>
    private sealed class KnownRoute(MeteredRoute? route)
    {
        public MeteredRoute? Route => route;

        /// <summary>Nearly all calls of a route have the same path.</summary>
        public PathMatch? Last { get; set; }
    }

    private sealed record PathMatch(string? Path, DialectMatch Match);
}
