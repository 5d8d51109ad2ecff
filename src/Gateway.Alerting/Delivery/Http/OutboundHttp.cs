using System.Net;
using System.Net.Sockets;

namespace Gateway.Alerting.Delivery.Http;

/// <summary>
/// The handler under every channel that speaks HTTP. Names are resolved here, every address is checked, and the connection goes to a
/// checked address, so a name cannot be re-bound in between. No redirects, no proxy, no cookies.
/// </summary>
public static class OutboundHttp
{
    /// <summary>For one try, from connecting to the end of the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Name of the client in <see cref="IHttpClientFactory"/>.</summary>
    public const string ClientName = "notifications";

    public static SocketsHttpHandler CreateHandler(bool allowPrivateNetworks) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, allowPrivateNetworks, cancellation),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivateNetworks, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellation);
        var allowed = allowPrivateNetworks ? addresses : Array.FindAll(addresses, PublicAddress.IsPublic);
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(target.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The host leads only to addresses that notifications may not go to.</summary>
public sealed class ForbiddenAddressException(string host)
    : IOException($"'{host}' is not an address of the public internet (Notifications:AllowPrivateNetworks permits it)");
