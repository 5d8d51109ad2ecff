namespace Gateway.Alerting.Delivery.Gates;

/// <summary>Whose test may begin: one at a time of each channel, and a few in any minute. A test button is no cannon. Thread-safe.</summary>
internal sealed class TrialTurns(TimeProvider time)
{
    public const int MostPerMinute = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>When to look again whether the one before has ended.</summary>
    private static readonly TimeSpan WhileOneRuns = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<DateTimeOffset>> _begun = new(StringComparer.Ordinal);

    /// <returns>Null when it may begin, and has: <see cref="End"/> must follow. Else why not, and for how long.</returns>
    public TrialRefusal? Begin(string channel)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var begun = _begun.TryGetValue(channel, out var known) ? known : _begun[channel] = new();
            while (begun.TryPeek(out var first) && first + Minute <= now)
            {
                begun.Dequeue();
            }

            if (_running.Contains(channel))
            {
                return new("Another test is under way; wait for its end.", WhileOneRuns);
            }

            if (begun.Count >= MostPerMinute)
            {
                return new($"There were {MostPerMinute} tests within a minute.", begun.Peek() + Minute - now);
            }

            begun.Enqueue(now);
            _running.Add(channel);
            return null;
        }
    }

    public void End(string channel)
    {
        lock (_lock)
        {
            _running.Remove(channel);
        }
    }
}

/// <summary>Why no test was sent.</summary>
/// <param name="Why">In a sentence.</param>
/// <param name="Wait">When it may be tried again.</param>
public sealed record TrialRefusal(string Why, TimeSpan Wait)
{
    /// <summary>Whole, and at least one.</summary>
    public int Seconds => (int)Math.Max(1, Math.Ceiling(Wait.TotalSeconds));
}
