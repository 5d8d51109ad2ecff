using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Demo;

/// <summary>Where this process itself can be reached, once it listens.</summary>
internal sealed class GatewayAddress(IServer server, IHostApplicationLifetime lifetime)
{
    /// <summary>Waits until the host has started; null when the server has no address (a test server).</summary>
    public async Task<Uri?> WaitAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
        return Pick(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
    }

    /// <summary>Plain HTTP first: the development certificate need not be trusted. Wildcards become loopback.</summary>
    internal static Uri? Pick(ICollection<string> addresses)
    {
        var address = addresses.OrderBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).FirstOrDefault();
        if (address is null)
        {
            return null;
        }

        var binding = BindingAddress.Parse(address);
        var host = binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : binding.Host;
        return new UriBuilder(binding.Scheme, host, binding.Port).Uri;
    }
}
