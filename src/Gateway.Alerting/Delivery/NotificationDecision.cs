using Gateway.Alerting.History;

namespace Gateway.Alerting.Delivery;

/// <summary>Whether one channel is told of one thing, and why not where it is not. The reason reaches log, API and pages.</summary>
/// <param name="Send">Yes or no.</param>
/// <param name="Reason">Why not.</param>
/// <param name="HeldUntil">When to ask again; null when the answer stands.</param>
public sealed record NotificationDecision(bool Send, string? Reason, DateTimeOffset? HeldUntil = null)
{
    public const string NotConfigured = "not configured";
    public const string NothingToEnd = "nothing was sent of the opening";
    public const string SwitchedOff = "the channel is switched off";

    public static NotificationDecision Yes { get; } = new(true, null);

    /// <summary>The whole decision, as one ordered list: first what will not change, then what only waits.</summary>
    public static NotificationDecision Decide(NotificationQuestion asked) =>
        WhyNever(asked) is { } never ? new(false, never) : WhyNotNow(asked) ?? Yes;

    private static string? WhyNever(NotificationQuestion asked)
    {
        if (asked is { Event: NotificationEvent.Resolved, RuleSendsResolved: false })
        {
            return "the rule does not send resolved";
        }

        return WhyNotThere(asked) ?? WhyOver(asked);
    }

    /// <summary>What the channel is against.</summary>
    private static string? WhyNotThere(NotificationQuestion asked)
    {
        if (!asked.ChannelExists)
        {
            return $"there is no channel '{asked.ChannelId}'";
        }

        if (asked.Channel is not { Config: not null } channel)
        {
            return asked.Channel?.WhyNotConfigured ?? NotConfigured;
        }

        if (!channel.IsEnabled)
        {
            return SwitchedOff;
        }

        if (asked.Event == NotificationEvent.Resolved && !channel.SendResolved)
        {
            return "the channel does not want resolved";
        }

        return asked.Severity > channel.MinPriority
            ? $"the channel takes {EnumWords.Of(channel.MinPriority)} and above, this is {EnumWords.Of(asked.Severity)}"
            : null;
    }

    /// <summary>What there is no more to tell.</summary>
    private static string? WhyOver(NotificationQuestion asked)
    {
        if (asked.Status == AlertStatus.Resolved && asked.Event != NotificationEvent.Resolved)
        {
            return "it was resolved before that";
        }

        if (asked.Status == AlertStatus.Acknowledged && asked.Event is NotificationEvent.Opened or NotificationEvent.Repeated)
        {
            return $"acknowledged by {asked.AcknowledgedBy}";
        }

        if (asked is { Event: NotificationEvent.Opened, OpeningSent: true })
        {
            return "it has been sent meanwhile";
        }

        return asked is { Event: NotificationEvent.Acknowledged or NotificationEvent.Resolved, OpeningSent: false }
            ? NothingToEnd
            : null;
    }

    private static NotificationDecision? WhyNotNow(NotificationQuestion asked)
    {
        var muting = asked.Silence ?? asked.Channel?.QuietHours?.At(asked.Now, asked.Severity);
        // A repeat is not made up for: the next one comes by itself.
        return muting is null ? null : new(false, muting.Reason, asked.Event == NotificationEvent.Repeated ? null : muting.Until);
    }
}
