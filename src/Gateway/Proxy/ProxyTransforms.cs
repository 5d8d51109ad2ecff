using Gateway.Capture;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Proxy;

/// <summary>What every proxied request and answer undergoes, metered or not. Runs behind the transforms of the configuration.</summary>
internal sealed class ProxyTransforms : ITransformProvider
{
    private static readonly RequestHygiene Hygiene = new();
    private static readonly RawPath RawPath = new();
    private static readonly ResponseFuncTransform Flush = new(FlushEventStream);

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        // No X-Forwarded-*: the provider has no business with the client's network. A route that lists the transform itself still gets it.
        context.UseDefaultForwarders = false;
        context.RequestTransforms.Add(Hygiene);
        context.RequestTransforms.Add(RawPath);
        context.ResponseTransforms.Add(Flush);
    }

    /// <summary>The proxy sends headers with the first body byte; an event stream's must not wait for a model that thinks. Starting the response does not send them, flushing does.</summary>
    private static ValueTask FlushEventStream(ResponseTransformContext context) =>
        context.ProxyResponse is not null && CaptureTransforms.IsEventStream(context.HttpContext.Response)
            // Without the token: a client that leaves now is the copy's business, and an exception here would look like the provider's fault.
            ? new(context.HttpContext.Response.Body.FlushAsync(CancellationToken.None))
            : default;
}
