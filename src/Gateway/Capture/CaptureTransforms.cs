using System.Net;
using Gateway.Dialects;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Capture;

/// <summary>The meter's two places in the proxy: the length of a body that grew, and the answer's content.</summary>
internal sealed class CaptureTransforms : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    /// <summary>A misspelt switch would silently cost calls their tokens: it is refused with the key's name.</summary>
    public void ValidateCluster(TransformClusterValidationContext context)
    {
        var metadata = context.Cluster.Metadata ?? new Dictionary<string, string>();
        var key = $"ReverseProxy:Clusters:{context.Cluster.ClusterId}:Metadata";
        if (metadata.TryGetValue("Llm.Dialect", out var dialect) && !DialectCatalog.Names.Contains(dialect, StringComparer.OrdinalIgnoreCase))
            context.Errors.Add(new ArgumentException($"{key}:Llm.Dialect is '{dialect}', which is none of: {string.Join(", ", DialectCatalog.Names)}."));
        if (metadata.TryGetValue("Llm.IncludeUsage", out var includeUsage) && !bool.TryParse(includeUsage, out _))
            context.Errors.Add(new ArgumentException($"{key}:Llm.IncludeUsage is '{includeUsage}': write true or false."));
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

        call.Answer.Begin(answer);
        var strip = call.UsageAdded && IsEventStream(context.HttpContext.Response) ? Strip(answer) : null;
        if (strip is not null)
            context.HttpContext.Response.Headers.ContentLength = null;
        answer.Content = new WrappedContent(answer.Content, stream =>
        {
            var tee = new ResponseTee(stream, call.Answer);
            return strip is null ? tee : strip(tee);
        });
        return default;
    }

    /// <summary>Replacing a socket's content would break it.</summary>
    internal static bool IsSocket(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.SwitchingProtocols || answer.RequestMessage?.Headers.Protocol is not null;

    /// <summary>By the headers as the client gets them: the answer's own content may have been replaced by a tee, which has none.</summary>
    internal static bool IsEventStream(HttpResponse response) =>
        response.ContentType is { } type && type.AsSpan().TrimStart().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static Func<Stream, Stream>? Strip(HttpResponseMessage answer)
    {
        var encoding = answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values) ? values.ToString() : null;
        return UsageStrip.CanStrip(encoding) ? stream => UsageStrip.For(stream, encoding) : null;
    }
}
