namespace Gateway.Alerting.Delivery;

/// <summary>When to try again. Pure.</summary>
/// <param name="waits">The wait after the first failed try, after the second, and so on; after the last one the message is dead.</param>
public sealed class RetrySchedule(IReadOnlyList<TimeSpan> waits)
{
    /// <summary>How much of a wait is left to chance, so that many messages that failed together do not come back together.</summary>
    private const double Jitter = 0.1;

    /// <summary>The most that a receiver can ask for: one that names a date in the next century would silence its channel for good.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>The least that a first failure waits: one that asks for no wait at all would be asked again without end.</summary>
    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);

    public static RetrySchedule Default { get; } = new(
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
    ]);

    /// <param name="failedAttempts">Tries that have failed, from 1.</param>
    /// <param name="retryAfter">
    /// What the receiver asked for. It wins over the schedule's wait, up to <see cref="LongestRetryAfter"/>, and down to the wait before: a receiver that
    /// is out for hours and asks for seconds each time would use up all tries within a minute.
    /// </param>
    /// <param name="chance">From 0 to 1.</param>
    /// <returns>The wait, or null when there is no further try.</returns>
    public TimeSpan? Next(int failedAttempts, TimeSpan? retryAfter, double chance)
    {
        if (failedAttempts > waits.Count)
        {
            return null;
        }

        if (retryAfter is not { } asked)
        {
            return waits[failedAttempts - 1] * (1 + (Jitter * ((2 * chance) - 1)));
        }

        var least = failedAttempts == 1 ? ShortestRetryAfter : waits[failedAttempts - 2];
        return asked < least ? least : asked > LongestRetryAfter ? LongestRetryAfter : asked;
    }

    /// <summary>The wait before the next probe of a channel that has failed several times in a row.</summary>
    /// <param name="probes">Probes that have failed, from 0; beyond the schedule its last wait repeats.</param>
    /// <param name="longest">Never longer than this.</param>
    public TimeSpan Probe(int probes, TimeSpan longest)
    {
        var wait = waits.Count == 0 ? longest : waits[Math.Min(probes, waits.Count - 1)];
        return wait < longest ? wait : longest;
    }
}
