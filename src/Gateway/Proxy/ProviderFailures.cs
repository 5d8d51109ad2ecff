using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.Alerting;
using Gateway.Capture;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy;

/// <summary>
/// Speaks for a provider that gave no answer: the client gets a small JSON error in the form that SDKs read, the log gets a line. What came from a
/// provider is never touched; neither is an answer that has begun, or a handshake of a socket.
/// </summary>
internal sealed partial class ProviderFailures(RequestDelegate next, TimeProvider time, ILogger<ProviderFailures> log)
{
    private readonly ConcurrentDictionary<(string Cluster, ForwarderError Error), FailurePace> _paces = new();

    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure || !IsOfTheProvider(failure.Error))
            return;

        var cluster = context.GetReverseProxyFeature().Cluster.Config.ClusterId;
        var count = _paces.GetOrAdd((cluster, failure.Error), _ => new()).Add(time.GetUtcNow());
        if (count > 0)
            ProviderFailed(cluster, failure.Error, Reason(failure), count);
        if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status502BadGateway && !CaptureMiddleware.IsSocket(context))
            await AnswerAsync(context, cluster, failure.Error);
    }

    private static Task AnswerAsync(HttpContext context, string cluster, ForwarderError error)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new GatewayErrorBody(new(Words(cluster, error), "gateway_error", EnumWords.Of(error))), GatewayJson.Options);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    private static string Words(string cluster, ForwarderError error) => error switch
    {
        ForwarderError.RequestTimedOut => $"The provider '{cluster}' did not answer the gateway in time.",
        ForwarderError.RequestBodyDestination => $"The provider '{cluster}' closed the connection before it had the whole request.",
        ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination => $"The provider '{cluster}' sent the gateway an answer that cannot be passed on.",
        ForwarderError.NoAvailableDestinations => $"The gateway has no address of the provider '{cluster}' that works now.",
        _ => $"The gateway cannot reach the provider '{cluster}'.",
    };

    /// <summary>The cause, without the stack: that is the same for every provider.</summary>
    private static string Reason(IForwarderErrorFeature failure) => failure switch
    {
        { Error: ForwarderError.RequestTimedOut } => "nothing came within the cluster's HttpRequest:ActivityTimeout",
        { Exception: { } fault } => fault.GetBaseException().Message,
        _ => "no destination is available",
    };

    /// <summary>Clients that leave or break off are no trouble of a provider's.</summary>
    private static bool IsOfTheProvider(ForwarderError error) => error
        is ForwarderError.Request
        or ForwarderError.RequestTimedOut
        or ForwarderError.RequestBodyDestination
        or ForwarderError.ResponseHeaders
        or ForwarderError.ResponseBodyDestination
        or ForwarderError.UpgradeRequestDestination
        or ForwarderError.UpgradeResponseDestination
        or ForwarderError.NoAvailableDestinations;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cluster {Cluster} failed ({Error}): {Reason} (calls since the last such line: {Count})")]
    private partial void ProviderFailed(string cluster, ForwarderError error, string reason, int count);

    private sealed record GatewayErrorBody(GatewayError Error);

    private sealed record GatewayError(string Message, string Type, string Code);
}
