using System.Net.Sockets;

namespace Gateway.Alerting.Delivery.Http;

/// <summary>The handler under every channel that speaks HTTP: connections are guarded, and there are no redirects, no proxy and no cookies.</summary>
public static class OutboundHttp
{
    /// <summary>For one try, from connecting to the end of the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>.</summary>
    public const string ClientName = "notifications";

    public static SocketsHttpHandler CreateHandler(ReceiverHosts hosts) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
        ConnectCallback = async (context, cancellation) =>
        {
            var target = context.DnsEndPoint;
            return new NetworkStream(await GuardedConnection.ConnectAsync(target, hosts.MayBePrivate(target.Host), cancellation), ownsSocket: true);
        },
    };
}
