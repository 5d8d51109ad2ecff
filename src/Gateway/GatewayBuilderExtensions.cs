using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Gateway.Dialects;
using Gateway.Dialects.Estimation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway;

/// <summary>The meter as a plug-in for any YARP proxy.</summary>
public static class GatewayBuilderExtensions
{
    /// <summary>
    /// Meters every cluster whose <c>Metadata</c> has <c>Llm.Provider</c>. Needs an <c>ICallStore</c>, an <c>IPriceBook</c> and an <see cref="ApiKeyHasher"/> in the container,
    /// and <see cref="UseLlmCapture"/> in the proxy's pipeline.
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

    /// <summary>Goes before everything of the proxy's pipeline that may answer or fail.</summary>
    public static IReverseProxyApplicationBuilder UseLlmCapture(this IReverseProxyApplicationBuilder proxy)
    {
        proxy.UseMiddleware<CaptureMiddleware>();
        return proxy;
    }
}
