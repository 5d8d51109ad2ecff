using Gateway.Admin;
using Gateway.Admin.Security;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Gateway.Hosting;

/// <summary>What a person who has just started the gateway needs to know: where it is, and how to get in.</summary>
internal static class StartBanner
{
    public static void Print(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var address in addresses)
        {
            Console.WriteLine($"Gateway Alerts listens on {address}");
        }

        var port = app.Services.GetRequiredService<IOptions<AdminOptions>>().Value.Port;
        if (addresses.FirstOrDefault(address => port is null || ListenAddresses.PortOf(address) == port) is { } first && app.Services.GetRequiredService<AdminLoginLink>().For(first) is { } link)
        {
            Console.WriteLine($"Open the admin with this link, valid until the gateway stops: {link}");
        }
    }
}
