using System.Net;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Capture;

/// <summary>The meter's two places in the proxy: the length of a body that grew, and the answer's content.</summary>
internal sealed class CaptureTransforms : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        context.RequestTransforms.Add(new RequestFuncTransform(OnRequest));
        context.ResponseTransforms.Add(new ResponseFuncTransform(OnResponse));
    }

    private static ValueTask OnRequest(RequestTransformContext context)
    {
        if (context.HttpContext.Features.Get<CallCapture>() is not { } call || context.ProxyRequest.Content is not { } content)
            return default;
        if (call.Plan.Edit is { } edit && content.Headers.ContentLength is { } length)
            content.Headers.ContentLength = length + edit.Growth;
        else if (call.Plan.AtEnd)
            content.Headers.ContentLength = null;
        return default;
    }

    private static ValueTask OnResponse(ResponseTransformContext context)
    {
        if (context.HttpContext.Features.Get<CallCapture>() is not { } call || context.ProxyResponse is not { } answer)
            return default;
        context.HttpContext.Response.Headers[CaptureMiddleware.CallIdHeader] = call.Id;
        if (IsSocket(answer))
        {
            call.Upgraded();
            return default;
        }

        call.AnswerStarted(answer);
        var strip = call.UsageAdded && IsEventStream(answer) ? Strip(answer) : null;
        if (strip is not null)
            context.HttpContext.Response.Headers.ContentLength = null;
        answer.Content = new ResponseTee(answer.Content, call, strip);
        return default;
    }

    /// <summary>Replacing a socket's content would break it.</summary>
    private static bool IsSocket(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.SwitchingProtocols || answer.RequestMessage?.Headers.Protocol is not null;

    internal static bool IsEventStream(HttpResponseMessage answer) =>
        answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type)
        && type.ToString().AsSpan().TrimStart().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static Func<Stream, Stream>? Strip(HttpResponseMessage answer)
    {
        var encoding = answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values) ? values.ToString() : null;
        return UsageStrip.CanStrip(encoding) ? stream => UsageStrip.For(stream, encoding) : null;
    }
}
