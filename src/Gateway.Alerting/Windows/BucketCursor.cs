namespace Gateway.Alerting.Windows;

/// <summary>
/// Where a ring of sub-windows stands in time. Knows slots, holds no values. Not thread-safe.
/// Nearly all calls fall into the running sub-window, and nearly all moves stay in it: both are two comparisons.
/// </summary>
internal struct BucketCursor(BucketLayout layout)
{
    private long _head = long.MinValue;
    private long _headStart = long.MaxValue;
    private long _headEnd = long.MinValue;
    private int _headSlot;

    /// <summary>The slot for an instant inside the window; false for one that is older.</summary>
    public readonly bool TryFind(DateTimeOffset at, out int slot)
    {
        if (at.UtcTicks >= _headStart && at.UtcTicks < _headEnd)
        {
            slot = _headSlot;
            return true;
        }

        var bucket = layout.BucketOf(at);
        slot = (int)(bucket % layout.Count);
        return Holds(bucket);
    }

    /// <summary>Whether a sub-window is inside the window.</summary>
    public readonly bool Holds(long bucket) => bucket > _head - layout.Count && bucket <= _head;

    /// <summary>Moves on to <paramref name="now"/> and yields each slot that must be emptied for it.</summary>
    public Expired Expire(DateTimeOffset now) => now.UtcTicks < _headEnd ? default : MoveTo(layout.BucketOf(now));

    private Expired MoveTo(long bucket)
    {
        var passed = _head == long.MinValue ? 0 : Math.Clamp(bucket - _head, 0, layout.Count);
        _head = bucket;
        _headStart = bucket * layout.Width;
        _headEnd = _headStart + layout.Width;
        _headSlot = (int)(bucket % layout.Count);
        return new Expired(bucket - passed + 1, (int)passed, layout.Count);
    }

    /// <summary>A run of slots, without allocating.</summary>
    internal struct Expired(long first, int count, int ring)
    {
        private int _next = -1;

        public readonly int Current => (int)((first + _next) % ring);

        public bool MoveNext() => ++_next < count;

        public readonly Expired GetEnumerator() => this;
    }
}
