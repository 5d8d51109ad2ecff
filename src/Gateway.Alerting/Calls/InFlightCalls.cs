namespace Gateway.Alerting.Calls;

/// <summary>
/// The calls that have begun and not ended: how many, and since when the oldest runs. Thread-safe and cheap enough for the request path:
/// calls are spread over a few lists, each in order of start, so entering, leaving and asking never walk the calls.
/// </summary>
public sealed class InFlightCalls
{
    private const int Shards = 16;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];

    public int Count => _shards.Sum(shard => shard.Count);

    /// <summary>Start of the oldest call in flight; null when there is none.</summary>
    public DateTimeOffset? OldestStartedAt => _shards.Min(shard => shard.OldestStartedAt);

    /// <summary>Every call in flight.</summary>
    /// <param name="time">The clock that <see cref="IRunningCall.BeganAt"/> was read off.</param>
    public IReadOnlyList<InFlightCall> List(TimeProvider time) =>
        [.. _shards.SelectMany(shard => shard.List()).Select(call => new InFlightCall(call.Describe(), time.GetElapsedTime(call.BeganAt)))];

    /// <summary>A call has begun. <see cref="Entry.Leave"/> ends it.</summary>
    public Entry Enter(DateTimeOffset startedAt, IRunningCall? call = null)
    {
        var shard = _shards[Thread.GetCurrentProcessorId() & (Shards - 1)];
        return shard.Add(startedAt, call);
    }

    /// <summary>One call in flight. Leaving twice is leaving once.</summary>
    public sealed class Entry
    {
        private readonly Shard _shard;

        internal Entry(Shard shard, DateTimeOffset startedAt, IRunningCall? call) => (_shard, StartedAt, Call) = (shard, startedAt, call);

        internal IRunningCall? Call { get; }

        internal DateTimeOffset StartedAt { get; }

        internal Entry? Previous { get; set; }

        internal Entry? Next { get; set; }

        internal bool HasLeft { get; set; }

        public void Leave() => _shard.Remove(this);
    }

    /// <summary>A doubly linked list of the calls that began on one processor, oldest first.</summary>
    internal sealed class Shard
    {
        private readonly Lock _gate = new();
        private Entry? _oldest;
        private Entry? _newest;
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public DateTimeOffset? OldestStartedAt
        {
            get
            {
                lock (_gate)
                {
                    return _oldest?.StartedAt;
                }
            }
        }

        public List<IRunningCall> List()
        {
            var calls = new List<IRunningCall>();
            lock (_gate)
            {
                for (var entry = _oldest; entry is not null; entry = entry.Next)
                {
                    if (entry.Call is { } call)
                        calls.Add(call);
                }
            }

            return calls;
        }

        public Entry Add(DateTimeOffset startedAt, IRunningCall? call)
        {
            var entry = new Entry(this, startedAt, call);
            lock (_gate)
            {
                entry.Previous = _newest;
                if (_newest is null)
                    _oldest = entry;
                else
                    _newest.Next = entry;
                _newest = entry;
                _count++;
            }

            return entry;
        }

        public void Remove(Entry entry)
        {
            lock (_gate)
            {
                if (entry.HasLeft)
                    return;
                entry.HasLeft = true;
                if (entry.Previous is null)
                    _oldest = entry.Next;
                else
                    entry.Previous.Next = entry.Next;
                if (entry.Next is null)
                    _newest = entry.Previous;
                else
                    entry.Next.Previous = entry.Previous;
                (entry.Previous, entry.Next) = (null, null);
                _count--;
            }
        }
    }
}
