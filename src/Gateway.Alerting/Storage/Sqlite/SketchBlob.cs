using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// A sketch as it is stored: for each cell in use the step from the cell before and its count, both as numbers of seven bits a byte.
/// Most cells are empty, so a minute takes some tens of bytes and a busy day about a thousand.
/// </summary>
internal static class SketchBlob
{
    public static void AddTo(ReadOnlySpan<byte> blob, QuantileSketch sketch)
    {
        var (at, cell) = (0, 0);
        while (at < blob.Length)
        {
            cell += Read(blob, ref at);
            sketch.Add((ushort)cell, Read(blob, ref at));
        }
    }

    private static int Read(ReadOnlySpan<byte> blob, ref int at)
    {
        var (value, shift) = (0, 0);
        byte next;
        do
        {
            next = blob[at++];
            value |= (next & 0x7f) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }

    /// <summary>Where stored sketches and new values are put together. Reused: one allocation a blob.</summary>
    internal sealed class Merger
    {
        private readonly int[] _counts = new int[QuantileSketch.Cells];
        private readonly byte[] _written = new byte[QuantileSketch.Cells * 7];

        public void Add(ReadOnlySpan<byte> blob)
        {
            var (at, cell) = (0, 0);
            while (at < blob.Length)
            {
                cell += Read(blob, ref at);
                _counts[cell] += Read(blob, ref at);
            }
        }

        public void Add(List<ushort> cells)
        {
            foreach (var cell in cells)
                _counts[cell]++;
        }

        /// <summary>All that was added, and begins anew.</summary>
        public byte[] Take()
        {
            var (length, before) = (0, 0);
            for (var cell = 0; cell < _counts.Length; cell++)
            {
                if (_counts[cell] == 0)
                    continue;

                Write(cell - before, ref length);
                Write(_counts[cell], ref length);
                before = cell;
            }

            Array.Clear(_counts);
            return _written.AsSpan(0, length).ToArray();
        }

        private void Write(int value, ref int length)
        {
            for (var rest = (uint)value; ; rest >>= 7)
            {
                _written[length++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
                if (rest < 0x80)
                    return;
            }
        }
    }
}
