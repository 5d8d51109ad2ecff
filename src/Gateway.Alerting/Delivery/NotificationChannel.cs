using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Delivery;

/// <summary>A place to send to.</summary>
/// <param name="Id">As rules name it.</param>
/// <param name="Type">One of <see cref="ChannelTypes.Names"/>.</param>
/// <param name="Config">Where to and with which keys; null while it is not configured.</param>
public sealed record NotificationChannel(string Id, string Type, ChannelConfig? Config = null)
{
    /// <summary>For people.</summary>
    public string Name { get; init; } = Id;

    /// <summary>One that is switched off is skipped.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Alerts below it are skipped.</summary>
    public AlertPriority MinPriority { get; init; } = AlertPriority.Low;

    /// <summary>Whether it wants to hear of ends.</summary>
    public bool SendResolved { get; init; } = true;

    /// <summary>How many messages may leave in any minute; null for no limit. Those above it wait their turn, or go out as one digest.</summary>
    public int? RateLimitPerMinute { get; init; }

    /// <summary>Whether its receiver keeps alerts by our messages.</summary>
    public bool KeepsAlerts => ChannelTypes.Find(Type)?.KeepsAlerts == true;

    /// <summary>When it wants to be left alone.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>What it lacks to be able to send, such as "no recipient (to)".</summary>
    public string? Missing { get; init; }

    /// <summary>What must never get into an error, a log or a page.</summary>
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>Why nothing is sent to a channel without <see cref="Config"/>.</summary>
    public string WhyNotConfigured => Missing is null ? NotificationDecision.NotConfigured : $"{NotificationDecision.NotConfigured}: {Missing}";

    /// <summary>The text without this channel's secrets.</summary>
    public string? Redact(string? text) => text is null ? null : Secrets.Aggregate(text, (rest, secret) => secret.Redact(rest));
}
