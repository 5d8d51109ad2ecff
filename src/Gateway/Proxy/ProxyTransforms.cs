using Gateway.Capture;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Proxy;

/// <summary>What every proxied request and answer undergoes, metered or not. Runs behind the transforms of the configuration.</summary>
internal sealed class ProxyTransforms : ITransformProvider
{
    private static readonly RequestHygiene Hygiene = new();
    private static readonly RawPath RawPath = new();
    private static readonly ResponseFuncTransform Early = new(SendEarly);

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
        context.ResponseTransforms.Add(Early);
    }

    private static ValueTask SendEarly(ResponseTransformContext context)
    {
        var response = context.HttpContext.Response;
        if (context.ProxyResponse is { } answer && !CaptureTransforms.IsSocket(answer) && CaptureTransforms.IsEventStream(response))
            answer.Content = new WrappedContent(answer.Content, stream => new EarlyHeaders(stream, response));
        return default;
    }
}
