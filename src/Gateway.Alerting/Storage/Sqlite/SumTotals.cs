using System.Runtime.InteropServices;
using Gateway.Alerting.Windows;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Adds rows of sums and sketches up, by bucket and group.</summary>
internal sealed class SumTotals(IReadOnlyList<long> bounds)
{
    private readonly long[] _bounds = [.. bounds];
    private readonly Dictionary<(int Bucket, long Group), Total> _totals = [];

    public IEnumerable<(int Bucket, long Group, Total Total)> All => _totals.Select(entry => (entry.Key.Bucket, entry.Key.Group, entry.Value));

    /// <param name="reader">Bucket, group, then the sums in their order.</param>
    public void AddSums(SqliteDataReader reader)
    {
        var values = At(reader).Values;
        for (var i = 0; i < values.Length; i++)
        {
            var value = reader.GetInt64(i + 2);
            values[i] = i == RollupRow.LatencyMaxIndex ? Math.Max(values[i], value) : values[i] + value;
        }
    }

    /// <param name="reader">Bucket, group, then both sketches.</param>
    public void AddSketches(SqliteDataReader reader)
    {
        var total = At(reader);
        SketchBlob.AddTo(reader.GetFieldValue<byte[]>(2), total.Latency ??= new QuantileSketch());
        SketchBlob.AddTo(reader.GetFieldValue<byte[]>(3), total.Ttft ??= new QuantileSketch());
    }

    private Total At(SqliteDataReader reader)
    {
        var found = Array.BinarySearch(_bounds, reader.GetInt64(0));
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, (found >= 0 ? found : ~found - 1, reader.GetInt64(1)), out _);
        return total ??= new Total();
    }

    internal sealed class Total
    {
        public long[] Values { get; } = new long[RollupRow.Columns.Length];

        public QuantileSketch? Latency { get; set; }

        public QuantileSketch? Ttft { get; set; }
    }
}
