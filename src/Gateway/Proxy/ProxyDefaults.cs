using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy;

/// <summary>Gives clusters that say nothing else the patience that long generations need: an answer that is not streamed sends nothing until it is done.</summary>
internal sealed class ProxyDefaults : IProxyConfigFilter
{
    public static readonly TimeSpan ActivityTimeout = TimeSpan.FromMinutes(10);

    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => new(
        cluster.HttpRequest?.ActivityTimeout is null
            ? cluster with { HttpRequest = (cluster.HttpRequest ?? ForwarderRequestConfig.Empty) with { ActivityTimeout = ActivityTimeout } }
            : cluster);

    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => new(route);
}
