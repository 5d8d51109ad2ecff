namespace Gateway.Alerting.Delivery;

/// <summary>One message owed to one channel. Its id is the same on every try, so a receiver can tell a repetition.</summary>
/// <param name="Id">Also the <c>webhook-id</c>.</param>
/// <param name="AlertId">What it tells of; null when that was deleted.</param>
/// <param name="ChannelId">Where to.</param>
/// <param name="Event">One of <see cref="MessageTypes"/>.</param>
/// <param name="Payload">The body, fixed when the message was made: <c>{ type, timestamp, data }</c>.</param>
/// <param name="Attempts">Tries so far.</param>
public sealed record Delivery(string Id, string? AlertId, string ChannelId, string Event, string Payload, int Attempts);

/// <summary>Where a message stands.</summary>
/// <remarks>The stored numbers are part of the database format: append only.</remarks>
public enum DeliveryStatus
{
    Pending = 0,
    Sent = 1,

    /// <summary>The receiver refused it for good.</summary>
    Failed = 2,

    /// <summary>Never tried, for the stated reason.</summary>
    Skipped = 3,

    /// <summary>Every try of the schedule failed.</summary>
    Dead = 4,
}

/// <summary>How one try went.</summary>
/// <param name="Result">What follows from it.</param>
/// <param name="StatusCode">The receiver's HTTP status, when there was one.</param>
/// <param name="Error">What went wrong, without secrets; null when nothing did.</param>
/// <param name="RetryAfter">How long the receiver asked to be left alone.</param>
public sealed record DeliveryOutcome(DeliveryResult Result, int? StatusCode = null, string? Error = null, TimeSpan? RetryAfter = null)
{
    public static DeliveryOutcome Delivered(int? statusCode = null) => new(DeliveryResult.Delivered, statusCode);
}

public enum DeliveryResult
{
    Delivered,

    /// <summary>May work later.</summary>
    Retryable,

    /// <summary>Will never work.</summary>
    Rejected,

    /// <summary>Will never work, and nothing else sent there will: the channel is skipped until it is set up anew.</summary>
    Gone,

    /// <summary>The channel has no address or is switched off.</summary>
    NotConfigured,
}

/// <summary>One finished try, as kept.</summary>
public sealed record DeliveryAttempt(DateTimeOffset At, TimeSpan Duration, DeliveryOutcome Outcome);
