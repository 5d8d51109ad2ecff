using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy;

/// <summary>Gives clusters that say nothing else the patience that long generations need: an answer that is not streamed sends nothing until it is done.</summary>
internal sealed class ProxyDefaults : IProxyConfigFilter
{
    public static readonly TimeSpan ActivityTimeout = TimeSpan.FromMinutes(10);

    /// <exception cref="FormatException">A destination is no address; at start that stops the gateway, later the last good configuration stays.</exception>
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel)
    {
        foreach (var (name, destination) in cluster.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            if (!Uri.TryCreate(destination.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                throw new FormatException($"ReverseProxy:Clusters:{cluster.ClusterId}:Destinations:{name}:Address: '{destination.Address}' is not an http or https address");
            }
        }

        return new(cluster.HttpRequest?.ActivityTimeout is null
            ? cluster with { HttpRequest = (cluster.HttpRequest ?? ForwarderRequestConfig.Empty) with { ActivityTimeout = ActivityTimeout } }
            : cluster);
    }

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => new(route);
}
