using System.Net;
using System.Net.Sockets;

namespace Gateway.Alerting.Delivery.Http;

/// <summary>
/// Connects to receivers: the name is resolved here, every address is checked, and the connection goes to a checked address, so a name cannot
/// be re-bound in between.
/// </summary>
internal static class GuardedConnection
{
    /// <exception cref="ForbiddenAddressException">The host leads only to addresses that notifications may not go to.</exception>
    public static async Task<Socket> ConnectAsync(DnsEndPoint target, bool mayBePrivate, CancellationToken cancellationToken)
    {
        var allowed = Allowed(target.Host, await Dns.GetHostAddressesAsync(target.Host, cancellationToken), mayBePrivate);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the host leads to a forbidden address now. A name that does not resolve is not judged: it is checked again at every try.</summary>
    /// <exception cref="OperationCanceledException">The names' server took too long.</exception>
    public static async Task<bool> IsForbiddenAsync(string host, CancellationToken cancellationToken)
    {
        // Looking an address up refuses those that stand for any.
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return !PublicAddress.IsPublic(address);
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return addresses.Length > 0 && !Array.Exists(addresses, PublicAddress.IsPublic);
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            return false;
        }
    }

    private static IPAddress[] Allowed(string host, IPAddress[] addresses, bool mayBePrivate)
    {
        var allowed = mayBePrivate ? addresses : Array.FindAll(addresses, PublicAddress.IsPublic);
        return allowed.Length > 0 ? allowed : throw new ForbiddenAddressException(host);
    }
}

/// <summary>The host leads only to addresses that notifications may not go to.</summary>
public sealed class ForbiddenAddressException(string host) : IOException(Words(host))
{
    /// <summary>What is wrong, and what permits it.</summary>
    public static string Words(string host) =>
        $"'{host}' is not an address of the public internet (Notifications:AllowPrivateNetworks permits it, or Notifications:AllowedHosts for this host alone)";
}
