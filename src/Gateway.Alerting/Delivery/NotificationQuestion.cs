using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Delivery;

/// <summary>Whether one channel is to be told of one thing now: all that <see cref="NotificationDecision"/> looks at.</summary>
public sealed record NotificationQuestion
{
    public required NotificationEvent Event { get; init; }

    public required string ChannelId { get; init; }

    /// <summary>Whether there is a channel of that id, configured or not.</summary>
    public bool ChannelExists { get; init; } = true;

    /// <summary>Null when it is not configured.</summary>
    public NotificationChannel? Channel { get; init; }

    public required AlertPriority Severity { get; init; }

    /// <summary>The alert's, as it is now.</summary>
    public AlertStatus Status { get; init; }

    public string? AcknowledgedBy { get; init; }

    public bool RuleSendsResolved { get; init; } = true;

    /// <summary>Whether the channel was or is being told of the opening.</summary>
    public bool OpeningSent { get; init; }

    /// <summary>The silence that covers the alert now and ends last.</summary>
    public Muting? Silence { get; init; }

    public required DateTimeOffset Now { get; init; }
}
