using System.Text;
using Gateway.Proxy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway;

/// <summary>The data plane, as the composition root and other hosts put it together.</summary>
public static class GatewayProxyExtensions
{
    /// <summary>Routes and clusters of the section <c>ReverseProxy</c>, metered by the section <c>Capture</c>.</summary>
    /// <exception cref="FormatException">What is wrong in the section <c>ReverseProxy</c>, a line a mistake, each with its key.</exception>
    public static IReverseProxyBuilder AddGatewayProxy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReservedPaths>();
        services.AddSingleton<UnmatchedPaths>();
        services.AddSingleton<IForwarderHttpClientFactory, ProviderClients>();
        // A stack trace for each call that a dead provider fails; ProviderFailures tells the same in a line.
        services.AddLogging(logging => logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error));
        return services.AddReverseProxy()
            .LoadFromConfig(ProxySettings.Checked(configuration))
            .AddConfigFilter<ProxyDefaults>()
            .AddLlmCapture()
            .AddTransforms<ProxyTransforms>()
            .AddAdminIsolation();
    }

    /// <summary>Server limits and header bytes that suit a proxy. Body size stays limited for the gateway's own endpoints; proxied requests lift it themselves.</summary>
    public static void ConfigureGateway(this KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        // HTTP/2 can only be told for the whole server; a client may pause an answer for as long as it likes.
        server.Limits.MinResponseDataRate = null;
        server.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        server.Limits.Http2.MaxStreamsPerConnection = 1000;
        // Latin-1 maps every byte to itself, so header values pass unchanged whatever their encoding.
        server.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        server.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
    }

    /// <summary>The proxy's endpoints, with the meter in front of the forwarder.</summary>
    public static IEndpointConventionBuilder MapGatewayProxy(this IEndpointRouteBuilder endpoints) => endpoints.MapReverseProxy(proxy =>
    {
        proxy.UseMiddleware<ProxyGuard>();
        proxy.UseMiddleware<ProviderFailures>();
        proxy.UseLlmCapture();
        proxy.UseSessionAffinity();
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    });

    /// <summary>Answers paths that no endpoint matches. Call it last.</summary>
    public static IApplicationBuilder UseUnmatchedPaths(this IApplicationBuilder app) => app.Use(static (context, next) =>
        context.GetEndpoint() is null ? context.RequestServices.GetRequiredService<UnmatchedPaths>().AnswerAsync(context) : next(context));
}
