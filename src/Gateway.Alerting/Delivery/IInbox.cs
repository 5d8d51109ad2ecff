namespace Gateway.Alerting.Delivery;

/// <summary>
/// The notification centre: the messages of the channels of type <c>in_app</c>, newest first. Everybody sees the same ones; up to which
/// message somebody has read is kept under their name, so it follows them from browser to browser.
/// </summary>
public interface IInbox
{
    /// <param name="name">Whose.</param>
    /// <param name="limit">At most so many notifications.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<InboxPage> ReadAsync(string name, int limit, CancellationToken cancellationToken);

    /// <summary>Marks everything up to this message as read. It never becomes unread again.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="upTo">The id of the newest message that was seen; null for all there are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when there is no such message.</returns>
    Task<bool> MarkReadAsync(string name, string? upTo, CancellationToken cancellationToken);
}

/// <param name="Notifications">The newest.</param>
/// <param name="Unread">How many of all are new to the reader, counted up to <see cref="MostUnread"/>.</param>
public sealed record InboxPage(IReadOnlyList<InboxEntry> Notifications, int Unread)
{
    /// <summary>More is only "many".</summary>
    public const int MostUnread = 100;
}

/// <param name="Delivery">The message.</param>
/// <param name="At">When it came.</param>
/// <param name="IsRead">By the reader.</param>
public sealed record InboxEntry(Delivery Delivery, DateTimeOffset At, bool IsRead);
