using System.Net;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy;

/// <summary>The clients that calls reach providers with: they add nothing of ours or of the client's network, and send and read in few pieces.</summary>
internal sealed class ProviderClients(ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        // traceparent and baggage are ours or the client's, not the provider's.
        handler.ActivityHeadersPropagator = null;
        handler.UseCookies = false;
        handler.UseProxy = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        // Connections are renewed so that a provider's change of address is noticed.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
        handler.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1;
        handler.ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1;
        handler.PlaintextStreamFilter = (connection, _) => ValueTask.FromResult(ReadAheadStream.IfPlain(connection.InitialRequestMessage, connection.PlaintextStream));
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new JoinedSending(base.WrapHandler(context, handler));

    private sealed class JoinedSending(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // A body of unknown length may be one that its client goes on with only when it is answered.
            if (request.Content is { Headers.ContentLength: > 0 } body)
                request.Content = new JoinedContent(body);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
