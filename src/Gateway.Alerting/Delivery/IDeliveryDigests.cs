namespace Gateway.Alerting.Delivery;

/// <summary>What is done when more messages wait for a channel than it may be sent in a minute.</summary>
public interface IDeliveryDigests
{
    /// <summary>
    /// When more untried messages are due on a channel than its rate limit lets out in a minute, puts all of them together into digests, new
    /// alerts first; each is a message of its own, and each that it stands for says in which digest it went. On a channel whose receiver keeps
    /// alerts only what has become pointless is dropped: everything about an alert that has begun and ended while it waited.
    /// What may have been sent already is never touched. A crash leaves a digest whole or not made.
    /// </summary>
    /// <param name="channels">Channels with a rate limit.</param>
    /// <param name="now">This moment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The channels on which messages wait no more; mostly none.</returns>
    Task<IReadOnlyList<FoldedMessages>> FoldAsync(IReadOnlyCollection<NotificationChannel> channels, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="ChannelId">Where they waited.</param>
/// <param name="Count">How many.</param>
public sealed record FoldedMessages(string ChannelId, int Count);
