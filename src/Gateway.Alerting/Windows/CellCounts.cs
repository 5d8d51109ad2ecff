namespace Gateway.Alerting.Windows;

/// <summary>
/// What one sub-window of a sketch has counted: a list of cells while there are few, two bytes each, and a count for every cell once that is smaller.
/// At most 4.6 KB, whatever the traffic. Not thread-safe.
/// </summary>
internal sealed class CellCounts
{
    /// <summary>From here on the counts are smaller than the list.</summary>
    private const int MostListed = QuantileSketch.Cells * sizeof(int) / sizeof(ushort);

    private ushort[] _cells = [];
    private int _listed;
    private int[]? _counts;

    public void Add(ushort cell, int count)
    {
        if (_counts is null && _listed + count <= MostListed)
        {
            List(cell, count);
            return;
        }

        Counts()[cell] += count;
    }

    public void Add(CellCounts other)
    {
        foreach (var cell in other._cells.AsSpan(0, other._listed))
        {
            Add(cell, 1);
        }

        for (var cell = 0; cell < other._counts?.Length; cell++)
        {
            Add((ushort)cell, other._counts[cell]);
        }
    }

    /// <summary>Adds all of it to a sketch <paramref name="times"/> times; −1 takes it out again.</summary>
    public void AddTo(QuantileSketch sketch, int times)
    {
        if (_counts is null)
        {
            foreach (var cell in _cells.AsSpan(0, _listed))
            {
                sketch.Add(cell, times);
            }

            return;
        }

        for (var cell = 0; cell < _counts.Length; cell++)
        {
            if (_counts[cell] != 0)
            {
                sketch.Add((ushort)cell, _counts[cell] * times);
            }
        }
    }

    /// <summary>Forgets what was counted and keeps the room for what comes next: a busy sub-window is followed by another.</summary>
    public void Clear()
    {
        _listed = 0;
        if (_counts is not null)
        {
            Array.Clear(_counts);
        }
    }

    private void List(ushort cell, int count)
    {
        if (_listed + count > _cells.Length)
        {
            Array.Resize(ref _cells, Math.Min(MostListed, Math.Max(8, Math.Max(_listed + count, _cells.Length * 2))));
        }

        _cells.AsSpan(_listed, count).Fill(cell);
        _listed += count;
    }

    private int[] Counts()
    {
        if (_counts is null)
        {
            _counts = new int[QuantileSketch.Cells];
            foreach (var cell in _cells.AsSpan(0, _listed))
            {
                _counts[cell]++;
            }

            (_cells, _listed) = ([], 0);
        }

        return _counts;
    }
}
