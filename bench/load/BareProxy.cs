using System.Net;
using System.Text;

namespace Gateway.LoadBench;

/// <summary>
/// The proxy that the gateway is built on, with the gateway's routes, clusters, server and client settings, and nothing else of it:
/// the difference to the gateway is what metering costs, less what the gateway's own way of moving bytes saves (docs/adr/0023).
/// </summary>
internal static class BareProxy
{
    /// <param name="port">Where it listens.</param>
    /// <param name="settings">The gateway's <c>appsettings.json</c>.</param>
    public static int Run(int port, string settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddJsonFile(settings).AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(IPAddress.Loopback, port);
            server.AddServerHeader = false;
            server.Limits.MinResponseDataRate = null;
            server.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            server.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .ConfigureHttpClient((_, client) =>
            {
                client.ActivityHeadersPropagator = null;
                client.UseCookies = false;
                client.UseProxy = false;
                client.AutomaticDecompression = DecompressionMethods.None;
                client.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
                client.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1;
                client.ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1;
            })
            // As the gateway: the provider is told nothing of the client's network.
            .AddTransforms(context => context.UseDefaultForwarders = false);
        var app = builder.Build();
        app.MapReverseProxy();
        app.Run();
        return 0;
    }
}
