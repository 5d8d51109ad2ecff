using Gateway.Admin.Http;
using Gateway.Admin.Live;
using Gateway.Alerting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Health;

/// <summary>Health for people and programs that are signed in, and, saying as little as possible, for probes that are not.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/system/health", (SystemHealth health) => HealthJson.Of(health)).WithTags("System").WithName("GetHealth").WithSummary("How every part of the gateway is, in words").Produces<HealthJson>().RefuseOtherQuery();

    public static void MapProbes(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz/live", () => Results.Text("live")).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/healthz/ready", Ready).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Ready(SystemHealth health) => health.State == HealthState.Unhealthy
        ? Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)
        : Results.Text("ready");
}
