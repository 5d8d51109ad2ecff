using Gateway.Alerting.Lifecycle;

namespace Gateway.Alerting.Delivery;

/// <summary>Whether one channel is told of one transition, and why not where it is not. The reason reaches log, API and pages.</summary>
public sealed record NotificationDecision(bool Send, string? Reason)
{
    public static NotificationDecision Yes { get; } = new(true, null);

    /// <summary>The whole decision, as one ordered list.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="channel">The channel; null when nothing is configured under its id.</param>
    /// <param name="sendResolved">Whether the rule wants ends told.</param>
    public static NotificationDecision Decide(AlertTransitionKind kind, NotificationChannel? channel, bool sendResolved)
    {
        if (channel is null)
        {
            return new(false, "not configured");
        }

        if (kind == AlertTransitionKind.Resolved && !sendResolved)
        {
            return new(false, "the rule does not send resolved");
        }

        if (kind == AlertTransitionKind.Resolved && !channel.SendResolved)
        {
            return new(false, "the channel does not want resolved");
        }

        return Yes;
    }
}
