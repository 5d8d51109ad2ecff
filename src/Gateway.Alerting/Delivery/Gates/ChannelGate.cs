namespace Gateway.Alerting.Delivery.Gates;

/// <summary>
/// Whether a channel may be sent to now. It closes while the rate limit is used up, while the receiver has asked to be left alone, and after several
/// failures in a row; then one message at a time is let through as a probe, and the first that arrives opens it. Messages wait meanwhile, none is
/// lost and none of their tries is used up. Thread-safe.
/// </summary>
/// <param name="channel">As it is configured now.</param>
/// <param name="waits">Between probes.</param>
internal sealed class ChannelGate(NotificationChannel channel, RetrySchedule waits)
{
    /// <summary>Failures in a row that show that it is the receiver and not the message.</summary>
    public const int FailuresToClose = 5;

    /// <summary>A receiver that is up again is found within this time.</summary>
    public static readonly TimeSpan LongestBetweenProbes = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly TokenBucket? _bucket = channel.RateLimitPerMinute is { } limit ? new(limit) : null;
    private DateTimeOffset _closedUntil = DateTimeOffset.MinValue;
    private int _failures;
    private string? _gone;

    public NotificationChannel Channel => channel;

    /// <summary>Why nothing is sent there any more; null while something is.</summary>
    public string? Gone
    {
        get
        {
            lock (_lock)
            {
                return _gone;
            }
        }
    }

    /// <summary>When the next message may be tried; now or earlier when it may at once.</summary>
    public DateTimeOffset ReadyAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            var token = _bucket?.NextAt(now) ?? now;
            return token > _closedUntil ? token : _closedUntil;
        }
    }

    /// <summary>A try begins.</summary>
    public void Take(DateTimeOffset now)
    {
        lock (_lock)
        {
            _bucket?.Take(now);
        }
    }

    /// <summary>A test begins. It passes by what keeps alerts waiting, but not by the rate limit.</summary>
    /// <returns>How long until the limit lets it pass; zero when it has begun.</returns>
    public TimeSpan TakeTest(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_bucket?.NextAt(now) is { } next && next > now)
            {
                return next - now;
            }

            _bucket?.Take(now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>A try has ended.</summary>
    public void Note(DeliveryOutcome outcome, DateTimeOffset now)
    {
        lock (_lock)
        {
            switch (outcome.Result)
            {
                case DeliveryResult.Retryable when outcome.RetryAfter is { } asked:
                    CloseFor(asked < RetrySchedule.LongestRetryAfter ? asked : RetrySchedule.LongestRetryAfter, now);
                    break;
                case DeliveryResult.Retryable:
                    _failures++;
                    CloseFor(Pause(), now);
                    break;
                case DeliveryResult.Gone:
                    _gone = $"switched off until it is set up anew: {outcome.Error}";
                    break;
                case DeliveryResult.Delivered or DeliveryResult.Rejected:
                    // Also a receiver that refuses is there.
                    (_failures, _closedUntil) = (0, DateTimeOffset.MinValue);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>How it stands, for people.</summary>
    public ChannelCondition Condition(DateTimeOffset now)
    {
        lock (_lock)
        {
            return new(_gone, _closedUntil > now ? _closedUntil : null, _failures);
        }
    }

    private void CloseFor(TimeSpan wait, DateTimeOffset now)
    {
        var until = now + wait;
        _closedUntil = until > _closedUntil ? until : _closedUntil;
    }

    private TimeSpan Pause() => _failures < FailuresToClose ? TimeSpan.Zero : waits.Probe(_failures - FailuresToClose, LongestBetweenProbes);
}

/// <summary>How a channel stands.</summary>
/// <param name="Gone">Why nothing is sent there any more.</param>
/// <param name="ClosedUntil">It failed several times in a row, or asked to be left alone: messages wait until then.</param>
/// <param name="Failures">Failed tries since the last that arrived.</param>
public sealed record ChannelCondition(string? Gone, DateTimeOffset? ClosedUntil, int Failures);
