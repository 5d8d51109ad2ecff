using Gateway.Alerting.Delivery;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Routing;

internal static class SomeRouting
{
    /// <summary>Without a file, and with nothing stored unless the test stores it.</summary>
    public static RouteBook NoRoutes(ChannelDirectory channels) => Book("/nowhere/routes.json", channels, new FakeTimeProvider(Some.Noon));

    public static RouteBook Book(string path, ChannelDirectory channels, TimeProvider time, SystemHealth? health = null) =>
        new(path, "config/routes.json", channels, health ?? new SystemHealth(time), time, NullLogger<RouteBook>.Instance);
}
