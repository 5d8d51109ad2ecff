using System.Diagnostics.Metrics;
using Gateway.Alerting.Telemetry;
using Gateway.Capture;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Capture;

/// <summary>The health of a meter that stands alone.</summary>
internal sealed class TestHealth : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestHealth(TimeProvider time)
    {
        System = new(time);
        Capture = new(System, new(_services.GetRequiredService<IMeterFactory>()), time, NullLogger<CaptureHealth>.Instance);
    }

    public SystemHealth System { get; }

    public CaptureHealth Capture { get; }

    public void Dispose()
    {
        Capture.Dispose();
        _services.Dispose();
    }
}
