using System.Globalization;
using Gateway.Alerting.Telemetry;

namespace Gateway.Capture;

/// <summary>
/// Counts what the meter loses or fails at, and says so in words until nothing more has gone wrong for a minute. Thread-safe; never throws into the request path.
/// </summary>
internal sealed partial class CaptureHealth : IDisposable
{
    /// <summary>How long the part stays degraded after its last trouble.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly SystemHealth _health;
    private readonly CaptureInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<CaptureHealth> _logger;
    private readonly ITimer _timer;
    private long _lost;
    private long _faults;
    private long _judged;
    private long _lastTrouble;

    public CaptureHealth(SystemHealth health, CaptureInstruments instruments, TimeProvider time, ILogger<CaptureHealth> logger)
    {
        (_health, _instruments, _time, _logger) = (health, instruments, time, logger);
        _health.Report(HealthParts.Capture, HealthState.Healthy, "every call is metered");
        _timer = time.CreateTimer(_ => Judge(), null, Period, Period);
    }

    /// <summary>Calls whose metering was given up since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Errors inside the meter since the start.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    public void Dropped(string reason, long calls = 1)
    {
        _instruments.Dropped(reason, calls);
        if (Interlocked.Add(ref _lost, calls) == calls)
            CallDropped(reason);
    }

    /// <summary>A part of the meter failed on one call. Only the type of the error is logged: its words may quote what passed.</summary>
    public void Fault(string place, string kind)
    {
        _instruments.Fault(place);
        if (Interlocked.Increment(ref _faults) == 1)
            CaptureFailed(place, kind);
    }

    public void Dispose() => _timer.Dispose();

    private void Judge()
    {
        var trouble = Lost + Faults;
        if (trouble != _judged)
        {
            _judged = trouble;
            _lastTrouble = _time.GetTimestamp();
            _health.Report(HealthParts.Capture, HealthState.Degraded, string.Create(
                CultureInfo.InvariantCulture,
                $"since the start {Lost} calls were not metered and {Faults} were read only in part; proxied calls are not affected"));
        }
        else if (trouble > 0 && _time.GetElapsedTime(_lastTrouble) >= Memory)
        {
            _health.Report(HealthParts.Capture, HealthState.Healthy, "every call of the last minute was metered");
        }
    }

    [LoggerMessage(LogLevel.Warning, "Metering of a call was given up: {Reason}. Proxied calls are not affected; further ones are counted in gateway.capture.dropped_calls")]
    private partial void CallDropped(string reason);

    [LoggerMessage(LogLevel.Warning, "The meter failed in {Place} with {Kind}. The call itself is not affected; further faults are counted in gateway.capture.faults")]
    private partial void CaptureFailed(string place, string kind);
}
