using System.Runtime.InteropServices;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Latencies and times to first token of one batch of calls, by minute, provider and model. A call costs two short appends.</summary>
internal sealed class SketchBatch
{
    private readonly Dictionary<SketchKey, SketchCells> _minutes = [];

    public IReadOnlyDictionary<SketchKey, SketchCells> Minutes => _minutes;

    /// <summary>The same by hour.</summary>
    public IEnumerable<(SketchKey Key, IEnumerable<SketchCells> Cells)> Hours => _minutes
        .GroupBy(minute => minute.Key with { Bucket = CallTime.Bucket(minute.Key.Bucket, CallTime.HourMs) }, minute => minute.Value)
        .Select(hour => (hour.Key, (IEnumerable<SketchCells>)hour));

    public void Add(long endedMs, long provider, long model, long latencyUs, long? ttftUs)
    {
        ref var cells = ref CollectionsMarshal.GetValueRefOrAddDefault(_minutes, new(CallTime.Bucket(endedMs, CallTime.MinuteMs), provider, model), out _);
        cells ??= new SketchCells();
        cells.Latency.Add(QuantileSketch.CellOf(latencyUs));
        if (ttftUs is { } ttft)
            cells.Ttft.Add(QuantileSketch.CellOf(ttft));
    }
}

/// <summary>What a stored sketch is about.</summary>
internal readonly record struct SketchKey(long Bucket, long Provider, long Model);

/// <summary>The cells of new values, in the order in which they came.</summary>
internal sealed class SketchCells
{
    public List<ushort> Latency { get; } = [];

    public List<ushort> Ttft { get; } = [];
}
