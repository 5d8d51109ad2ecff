using System.Diagnostics.Metrics;

namespace Gateway.Capture;

/// <summary>What the meter itself does and fails to do. Tags come from closed sets.</summary>
internal sealed class CaptureInstruments
{
    public const string MeterName = "Gateway.Capture";

    private readonly Counter<long> _dropped;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _unmetered;

    public CaptureInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _dropped = meter.CreateCounter<long>("gateway.capture.dropped_calls", "{call}", "Finished calls whose metering or storing was given up, by reason.");
        _faults = meter.CreateCounter<long>("gateway.capture.faults", "{fault}", "Errors inside the meter; the proxied call was not touched.");
        _unmetered = meter.CreateCounter<long>("gateway.proxy.unmetered_requests", "{request}", "Requests proxied for clusters without Llm.Provider.");
    }

    public void Dropped(string reason, long calls = 1) => _dropped.Add(calls, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="place">Which part failed: <c>begin</c>, <c>match</c>, <c>request</c>, <c>answer</c>, <c>finish</c>.</param>
    public void Fault(string place) => _faults.Add(1, new KeyValuePair<string, object?>("place", place));

    public void Unmetered() => _unmetered.Add(1);
}

/// <summary>Why a call's metering was given up.</summary>
internal static class DropReasons
{
    public const string ChannelFull = "channel_full";
    public const string BacklogFull = "backlog_full";
    public const string Shutdown = "shutdown";
    public const string Unfinishable = "unfinishable";
}
