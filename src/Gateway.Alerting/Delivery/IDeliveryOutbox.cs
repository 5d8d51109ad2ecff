namespace Gateway.Alerting.Delivery;

/// <summary>The messages owed. They are put in by the transaction that stores their alert; here they are taken out.</summary>
public interface IDeliveryOutbox
{
    /// <summary>
    /// The pending messages whose time has come, at most one for each channel: the oldest of those that tell of something new, else the oldest.
    /// Messages about one alert keep their order, and a message that waits for a retry does not hold up those about other alerts.
    /// </summary>
    Task<IReadOnlyList<Delivery>> DueAsync(DateTimeOffset now, IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken);

    /// <summary>When the next pending message is due; null when none is pending.</summary>
    Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> busyChannels, CancellationToken cancellationToken);

    /// <summary>Notes that the first try is about to begin: from now on the message may have arrived, and no other message may say the same.</summary>
    Task BeginAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Keeps a try and what follows from it.</summary>
    /// <param name="delivery">The message.</param>
    /// <param name="attempt">The try; null for a message that is put aside untried.</param>
    /// <param name="status">Where the message stands now.</param>
    /// <param name="reason">Why, for a message that is not sent.</param>
    /// <param name="nextAttemptAt">For one that stays pending.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task RecordAsync(Delivery delivery, DeliveryAttempt? attempt, DeliveryStatus status, string? reason, DateTimeOffset? nextAttemptAt, CancellationToken cancellationToken);

    /// <summary>What was tried since then, oldest first: what channels have asked for and used up outlives a restart.</summary>
    Task<IReadOnlyList<PastTry>> LatestTriesAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Completes when messages have been put in since the last call.</summary>
    Task WaitForNewAsync(CancellationToken cancellationToken);
}

/// <summary>A try of some message to a channel.</summary>
public sealed record PastTry(string ChannelId, DateTimeOffset At, TimeSpan Duration, bool Arrived, TimeSpan? RetryAfter);

/// <summary>A message to be put into the outbox, or the note that none is sent and why.</summary>
public sealed record NewDelivery(string ChannelId, string Event, NotificationDecision Decision);
