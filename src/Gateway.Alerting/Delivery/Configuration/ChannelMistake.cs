namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>One thing wrong with a channel as somebody wrote it.</summary>
/// <param name="Field">Such as <c>webhook_url</c> or <c>headers:X-Team</c>; empty for the channel as a whole.</param>
/// <param name="Message">What is wrong and what is allowed. Never repeats a secret.</param>
public sealed record ChannelMistake(string Field, string Message);

/// <summary>A host that a channel connects to.</summary>
/// <param name="Field">Where it is written.</param>
/// <param name="Host">A name or an address.</param>
public sealed record ChannelReceiver(string Field, string Host);

/// <summary>A channel as it was read: usable only when there are no mistakes.</summary>
/// <param name="Channel">With what could be read.</param>
/// <param name="Mistakes">All of them at once.</param>
/// <param name="SecretFields">The fields that were read as secrets: never to be shown again.</param>
public sealed record ChannelReading(NotificationChannel Channel, IReadOnlyList<ChannelMistake> Mistakes, IReadOnlyCollection<string> SecretFields)
{
    /// <summary>What is missing for it to be able to send, each at its field. A mistake only where the channel must be able to.</summary>
    public IReadOnlyList<ChannelMistake> Missing { get; init; } = [];

    /// <summary>Where it connects to.</summary>
    public IReadOnlyList<ChannelReceiver> Receivers { get; init; } = [];

    /// <summary>The fields of its type as written.</summary>
    public ChannelFields Fields { get; init; } = ChannelFields.None;
}
