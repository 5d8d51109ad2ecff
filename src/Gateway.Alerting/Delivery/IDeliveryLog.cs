using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>Reads what became of messages. Every read has its own short connection.</summary>
public interface IDeliveryLog
{
    /// <summary>Newest first.</summary>
    Task<DeliveryPage> ListAsync(DeliveryFilter filter, int limit, int offset, CancellationToken cancellationToken);

    Task<DeliveryRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The ids of channels that messages were or are owed to, whether they still exist or not.</summary>
    Task<IReadOnlyList<string>> ChannelsAsync(CancellationToken cancellationToken);
}

/// <summary>Which messages are meant. Every part that is null matches all.</summary>
public sealed record DeliveryFilter
{
    public string? AlertId { get; init; }

    public string? ChannelId { get; init; }

    public DeliveryStatus? Status { get; init; }

    /// <summary>Those that this digest stands for.</summary>
    public string? DigestId { get; init; }
}

/// <summary>Some messages of <see cref="Total"/>.</summary>
public sealed record DeliveryPage(IReadOnlyList<DeliveryRecord> Deliveries, long Total);

/// <summary>One message with all its tries.</summary>
public sealed record DeliveryRecord
{
    public required string Id { get; init; }

    /// <summary>What it tells of; null for a digest, and when the alert has been taken by retention.</summary>
    public string? AlertId { get; init; }

    /// <summary>The rule's name and severity of the alert; null without one.</summary>
    public DeliveryAlert? Alert { get; init; }

    public required string ChannelId { get; init; }

    /// <summary>One of <see cref="MessageTypes"/>.</summary>
    public required string Event { get; init; }

    /// <summary>An opening of which the channel has been told before.</summary>
    public bool IsRepeat { get; init; }

    public required DeliveryStatus Status { get; init; }

    /// <summary>Why it is not sent, or what its last try came to.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is tried or decided again; null when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The digest in which it was told.</summary>
    public string? DigestId { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PastAttempt> Attempts { get; init; } = [];
}

/// <summary>The alert of a message, as far as a list shows it.</summary>
public sealed record DeliveryAlert(string RuleName, AlertPriority Severity);

/// <summary>One try, as it is remembered.</summary>
/// <param name="At">When it began.</param>
/// <param name="StatusCode">The receiver's HTTP status or a mail server's code, when there was one.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Error">What went wrong, without secrets; what the receiver said stands in <see cref="ReceiverWords"/>.</param>
public sealed record PastAttempt(DateTimeOffset At, int? StatusCode, double DurationMs, string? Error);
