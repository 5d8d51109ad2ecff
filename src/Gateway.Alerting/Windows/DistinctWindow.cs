namespace Gateway.Alerting.Windows;

/// <summary>
/// Sliding count of different values. Exact up to 65,536 of them; above that it keeps a sample of them chosen by hash (every second, every fourth …
/// of all possible values) and scales up: one standard deviation is at most 0.55 %. Memory is bounded. Not thread-safe.
/// </summary>
/// <remarks>Values are hashes; a value counts while its last sighting is inside the window.</remarks>
public sealed class DistinctWindow(BucketLayout layout) : IMetricWindow
{
    private const int MostKept = 65_536;

    /// <summary>Each kept value with the sub-window that saw it last.</summary>
    private readonly Dictionary<ulong, long> _lastSeen = [];

    /// <summary>How many kept values each sub-window saw last: what expires with it.</summary>
    private readonly int[] _counts = new int[layout.Count];

    private BucketCursor _cursor = new(layout);
    private long _alive;
    private int _sampling;

    public long Count => _alive << _sampling;

    /// <summary>Spreads any text over all hashes, the same in every process.</summary>
    public static long HashOf(string value)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var character in value)
        {
            hash = (hash ^ character) * 1_099_511_628_211UL;
        }

        // The low bits decide about the sample: mix them well.
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return (long)(hash ^ (hash >> 33));
    }

    /// <param name="at">When it was seen.</param>
    /// <param name="value">Its hash, from <see cref="HashOf"/>.</param>
    public void Add(DateTimeOffset at, long value)
    {
        AdvanceTo(at);
        if (!IsSampled((ulong)value) || !_cursor.TryFind(at, out var slot))
        {
            return;
        }

        var bucket = layout.BucketOf(at);
        if (_lastSeen.TryGetValue((ulong)value, out var seen) && _cursor.Holds(seen))
        {
            if (bucket <= seen)
            {
                return;
            }

            _counts[seen % layout.Count]--;
            _alive--;
        }

        _lastSeen[(ulong)value] = bucket;
        _counts[slot]++;
        _alive++;
        MakeRoom();
    }

    public void AdvanceTo(DateTimeOffset now)
    {
        foreach (var slot in _cursor.Expire(now))
        {
            _alive -= _counts[slot];
            _counts[slot] = 0;
        }
    }

    private bool IsSampled(ulong value) => (value & ((1UL << _sampling) - 1)) == 0;

    /// <summary>Drops what has expired; where that is not enough, keeps every second value only.</summary>
    private void MakeRoom()
    {
        if (_lastSeen.Count <= MostKept)
        {
            return;
        }

        foreach (var (value, bucket) in _lastSeen)
        {
            if (!_cursor.Holds(bucket))
            {
                _lastSeen.Remove(value);
            }
        }

        // A sweep costs as much as it finds: leave room for as many additions before the next one.
        if (_lastSeen.Count > MostKept * 3 / 4)
        {
            _sampling++;
            foreach (var (value, bucket) in _lastSeen.Where(seen => !IsSampled(seen.Key)).ToList())
            {
                _lastSeen.Remove(value);
                _counts[bucket % layout.Count]--;
                _alive--;
            }
        }
    }
}
