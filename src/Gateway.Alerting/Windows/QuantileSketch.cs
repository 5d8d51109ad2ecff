namespace Gateway.Alerting.Windows;

/// <summary>
/// Counts whole numbers (microseconds here) by logarithmic cells, 32 to each doubling: a quantile read from it is within 1.6 % of the true one.
/// Cells are plain counts, so sketches can be added and subtracted exactly; that is what lets a window slide. 4.6 KB, whatever is counted.
/// </summary>
/// <remarks>A cell is the exponent and the first five bits of the mantissa of the value as a double; its middle stands for all in it.</remarks>
public sealed class QuantileSketch
{
    /// <summary>The bound on |read − true| / true.</summary>
    public const double RelativeError = 1.0 / 64;

    private const int MantissaShift = 52 - 5;
    private const int FirstCell = 1023 << 5;

    /// <summary>2^36 µs is nineteen hours: longer ones count as that.</summary>
    internal const int Cells = 36 * CellsPerDoubling;

    private const int CellsPerDoubling = 32;

    private readonly int[] _counts = new int[Cells];

    /// <summary>Sums of 32 cells each, so that a rank is found in a few steps.</summary>
    private readonly int[] _doublings = new int[Cells / CellsPerDoubling];

    public long Count { get; private set; }

    public static ushort CellOf(long value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Max(1, value));
        return (ushort)Math.Min((bits >> MantissaShift) - FirstCell, Cells - 1);
    }

    public void Add(ushort cell, int count)
    {
        _counts[cell] += count;
        _doublings[cell / CellsPerDoubling] += count;
        Count += count;
    }

    /// <summary>Takes in all that another one has counted: the same as if both had been one.</summary>
    public void Add(QuantileSketch other)
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            Add((ushort)cell, other._counts[cell]);
        }
    }

    /// <summary>The value at nearest rank ⌈q·n⌉, or null when nothing was counted.</summary>
    public double? Quantile(double q)
    {
        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(q * Count));
        var (seen, doubling) = (0L, 0);
        while (seen + _doublings[doubling] < rank)
        {
            seen += _doublings[doubling++];
        }

        var cell = doubling * CellsPerDoubling;
        while ((seen += _counts[cell]) < rank)
        {
            cell++;
        }

        return MiddleOf(cell);
    }

    private static double MiddleOf(int cell)
    {
        var low = BitConverter.Int64BitsToDouble((long)(cell + FirstCell) << MantissaShift);
        var high = BitConverter.Int64BitsToDouble((long)(cell + 1 + FirstCell) << MantissaShift);
        return (low + high) / 2;
    }
}
