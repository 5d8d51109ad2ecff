using System.Runtime.InteropServices;
using Gateway.Alerting.Windows;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Adds rows of sums and sketches up, by bucket and group.</summary>
internal sealed class SumTotals(IReadOnlyList<long> bounds, IReadOnlyList<int> columns, IReadOnlyList<int>? slots)
{
    private readonly long[] _bounds = [.. bounds];
    private readonly int[] _columns = [.. columns];
    private readonly Dictionary<(int Bucket, long Group), Total> _totals = [];

    public IEnumerable<(int Bucket, long Group, Total Total)> All => _totals.Select(entry => (entry.Key.Bucket, entry.Key.Group, entry.Value));

    /// <param name="reader">Bucket, group, then the sums of the columns asked for.</param>
    /// <remarks>Tens of thousands of rows: asking the statement itself takes a third of the time.</remarks>
    public void AddSums(SqliteDataReader reader)
    {
        var row = reader.Handle!;
        var values = At(raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_int64(row, 1)).Values;
        for (var i = 0; i < _columns.Length; i++)
        {
            ref var sum = ref values[_columns[i]];
            var value = raw.sqlite3_column_int64(row, i + 2);
            sum = _columns[i] == RollupRow.LatencyMaxIndex ? Math.Max(sum, value) : sum + value;
        }
    }

    /// <param name="reader">Bucket, group, then both sketches; one that is not asked for is NULL.</param>
    public void AddSketches(SqliteDataReader reader)
    {
        var row = reader.Handle!;
        var total = At(raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_int64(row, 1));
        SketchBlob.AddTo(raw.sqlite3_column_blob(row, 2), total.Latency ??= new QuantileSketch());
        SketchBlob.AddTo(raw.sqlite3_column_blob(row, 3), total.Ttft ??= new QuantileSketch());
    }

    private Total At(long at, long group)
    {
        var found = Array.BinarySearch(_bounds, at);
        var bucket = found >= 0 ? found : ~found - 1;
        ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(_totals, (slots?[bucket] ?? bucket, group), out _);
        return total ??= new Total();
    }

    internal sealed class Total
    {
        public long[] Values { get; } = new long[RollupRow.Columns.Length];

        public QuantileSketch? Latency { get; set; }

        public QuantileSketch? Ttft { get; set; }
    }
}
