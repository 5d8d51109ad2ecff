using Gateway.Alerting.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Gateway.Hosting;

/// <summary>The gateway's own metrics, in Prometheus exposition and with OpenTelemetry GenAI names.</summary>
internal static class TelemetrySetup
{
    public static void AddGatewayTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("gateway-alerts"))
            .WithMetrics(metrics => metrics
                .AddMeter(GenAiInstruments.MeterName, Capture.CaptureInstruments.MeterName)
                .AddPrometheusExporter());
    }

    /// <summary><c>/metrics</c> and <c>/openapi/v1.json</c>. Metrics name models and providers, never users or keys, so scrapers need no key.</summary>
    public static void MapGatewayTelemetry(this WebApplication app)
    {
        // Instruments begin to count when they are first asked for.
        app.Services.GetRequiredService<GenAiInstruments>();
        app.MapPrometheusScrapingEndpoint();
        app.MapOpenApi();
    }
}
