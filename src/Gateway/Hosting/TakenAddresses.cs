using System.Net;
using System.Net.Sockets;

namespace Gateway.Hosting;

/// <summary>
/// Looks before anything starts whether somebody listens already where the gateway shall: the most usual reason for a start that fails. Found by the
/// server itself, it is told with the stack trace of every part that has to stop again.
/// </summary>
internal static class TakenAddresses
{
    /// <exception cref="FormatException">An address is in use.</exception>
    public static void Refuse(IConfiguration configuration)
    {
        if (ListenAddresses.All(configuration).FirstOrDefault(IsTaken) is { } taken)
        {
            throw new FormatException($"{taken} is already in use. Stop what listens there, or choose another address with --urls=http://localhost:5081");
        }
    }

    private static bool IsTaken(string address) => BindingAddress.Parse(address) is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } binding
        && AddressesOf(binding.Host).Any(ip => IsTaken(new IPEndPoint(ip, binding.Port)));

    /// <summary>As the server takes hosts: the machine's own two, an address, or all there are.</summary>
    private static IPAddress[] AddressesOf(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [IPAddress.TryParse(host, out var ip) ? ip : IPAddress.Any];

    /// <summary>What else may keep the server from an address it tells itself.</summary>
    private static bool IsTaken(IPEndPoint place)
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
            socket.Listen();
            return false;
        }
        catch (SocketException refusal)
        {
            return refusal.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
