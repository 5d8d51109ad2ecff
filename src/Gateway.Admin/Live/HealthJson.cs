using Gateway.Alerting.Telemetry;

namespace Gateway.Admin.Live;

/// <summary>Health as <c>GET /api/system/health</c> and the <c>health</c> message give it.</summary>
internal sealed record HealthJson(HealthState Status, IReadOnlyList<PartHealth> Parts)
{
    public static HealthJson Of(SystemHealth health) => new(health.State, health.Parts);
}
