using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Gateway.Dialects;
using Gateway.Dialects.Estimation;
using Gateway.Hosting;
using Gateway.Proxy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway;

/// <summary>The gateway's parts as plug-ins for any YARP proxy.</summary>
public static class GatewayBuilderExtensions
{
    /// <summary>
    /// Prices, rules, alerts and their delivery, over the database of the section <c>Alerting</c>. Comes before <c>AddGatewayAdmin</c> and <see cref="AddLlmCapture"/>,
    /// which show and feed them. The database is created and migrated before anything else starts; session keys are kept beside it.
    /// </summary>
    public static WebApplicationBuilder AddGatewayAlerting(this WebApplicationBuilder builder)
    {
        builder.AddGatewayDatabase();
        builder.Services.AddAlerting(builder.Configuration);
        return builder;
    }

    /// <summary>
    /// Meters every cluster whose <c>Metadata</c> has <c>Llm.Provider</c>. Needs <see cref="AddGatewayAlerting"/> (or an <c>ICallStore</c>, an <c>IPriceBook</c> and an
    /// <see cref="ApiKeyHasher"/> of the host's own), and <see cref="UseLlmCapture"/> in the proxy's pipeline.
    /// </summary>
    public static IReverseProxyBuilder AddLlmCapture(this IReverseProxyBuilder builder)
    {
        var services = builder.Services;
        services.AddMetrics();
        services.AddSettings<CaptureOptions>(CaptureOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CaptureOptions>, CaptureOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SystemHealth>();
        services.TryAddSingleton<CallFeed>();
        services.TryAddSingleton<InFlightCalls>();
        services.TryAddSingleton<CaptureInstruments>();
        services.TryAddSingleton<CaptureHealth>();
        services.TryAddSingleton<DialectMatcher>(DialectCatalog.Match);
        services.TryAddSingleton(provider => new CallChannel(provider.GetRequiredService<CaptureHealth>()));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<CallWriter>(provider, CallWriter.Capacity));
        services.TryAddSingleton<TokenEstimator>();
        services.TryAddSingleton<CallFinisher>();
        services.TryAddSingleton<CallMeter>();
        services.AddHostedService<CallPump>();
        return builder.AddTransforms<CaptureTransforms>();
    }

    /// <summary>For a host that serves the admin and proxied answers from one address: the admin's cookies go to no provider, and browsers run no answer as the admin.</summary>
    public static IReverseProxyBuilder AddAdminIsolation(this IReverseProxyBuilder builder) => builder.AddTransforms<AdminIsolation>();

    /// <summary>Goes before everything of the proxy's pipeline that may answer or fail.</summary>
    public static IReverseProxyApplicationBuilder UseLlmCapture(this IReverseProxyApplicationBuilder proxy)
    {
        proxy.UseMiddleware<CaptureMiddleware>();
        return proxy;
    }
}
