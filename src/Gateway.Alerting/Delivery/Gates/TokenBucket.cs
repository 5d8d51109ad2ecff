namespace Gateway.Alerting.Delivery.Gates;

/// <summary>
/// Lets at most so many messages pass in any minute: a few at once, then one after the other. Not thread-safe.
/// What may pass at once is taken off the refill, so that even the first minute stays within the limit.
/// </summary>
internal sealed class TokenBucket(int perMinute)
{
    /// <summary>The part of a minute's messages that may leave at once.</summary>
    private const int BurstPart = 12;

    private readonly int _burst = Math.Max(1, perMinute / BurstPart);
    private DateTimeOffset _emptyUntil = DateTimeOffset.MinValue;

    private TimeSpan PerToken => TimeSpan.FromMinutes(1) / (perMinute - _burst + 1);

    /// <summary>When the next message may leave; not later than now when it may at once.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now) => _emptyUntil <= now ? now : _emptyUntil - (PerToken * (_burst - 1));

    /// <summary>A message leaves.</summary>
    public void Take(DateTimeOffset now) => _emptyUntil = (_emptyUntil > now ? _emptyUntil : now) + PerToken;
}
