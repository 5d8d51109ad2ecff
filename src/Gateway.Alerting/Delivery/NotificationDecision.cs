using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>Whether one channel is told of one transition, and why not where it is not. The reason reaches log, API and pages.</summary>
public sealed record NotificationDecision(bool Send, string? Reason)
{
    public const string NotConfigured = "not configured";

    public static NotificationDecision Yes { get; } = new(true, null);

    /// <summary>The whole decision, as one ordered list.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="severity">How urgent the alert is.</param>
    /// <param name="channel">The channel; null when nothing is configured under its id.</param>
    /// <param name="sendResolved">Whether the rule wants ends told.</param>
    public static NotificationDecision Decide(AlertTransitionKind kind, AlertPriority severity, NotificationChannel? channel, bool sendResolved)
    {
        if (channel?.Config is null)
        {
            return new(false, channel?.WhyNotConfigured ?? NotConfigured);
        }

        if (!channel.IsEnabled)
        {
            return new(false, "the channel is switched off");
        }

        if (severity > channel.MinPriority)
        {
            return new(false, $"the channel takes {EnumWords.Of(channel.MinPriority)} and above, this is {EnumWords.Of(severity)}");
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
