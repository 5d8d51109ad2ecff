namespace Gateway.Alerting.Windows;

/// <summary>Where a ring of sub-windows stands in time. Knows slots, holds no values. Not thread-safe.</summary>
internal struct BucketCursor(BucketLayout layout)
{
    private long _head = long.MinValue;

    /// <summary>The slot for an instant inside the window; false for one that is older.</summary>
    public readonly bool TryFind(DateTimeOffset at, out int slot)
    {
        var bucket = layout.BucketOf(at);
        slot = (int)(bucket % layout.Count);
        return Holds(bucket);
    }

    /// <summary>Whether a sub-window is inside the window.</summary>
    public readonly bool Holds(long bucket) => bucket > _head - layout.Count && bucket <= _head;

    /// <summary>Moves on to <paramref name="now"/> and yields each slot that must be emptied for it.</summary>
    public Expired Expire(DateTimeOffset now)
    {
        var bucket = layout.BucketOf(now);
        if (_head == long.MinValue)
        {
            _head = bucket;
        }

        var count = Math.Clamp(bucket - _head, 0, layout.Count);
        _head = Math.Max(_head, bucket);
        return new Expired(_head - count + 1, (int)count, layout.Count);
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
