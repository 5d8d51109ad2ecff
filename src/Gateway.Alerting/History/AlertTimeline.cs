using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.History;

/// <summary>One line of time from what the engine saw, what people did and what became of the messages.</summary>
internal static class AlertTimeline
{
    /// <summary>Of the same instant, what happened stands before what was said about it.</summary>
    public static IReadOnlyList<AlertEvent> Merge(IEnumerable<AlertEvent> events, IEnumerable<DeliverySummary> deliveries, IEnumerable<DeliveryTry> tries) =>
    [
        .. events
            .Concat(deliveries.Where(delivery => delivery is { Status: "skipped", Attempts: 0 }).Select(Skipped))
            .Concat(tries.Select(Tried))
            .OrderBy(line => line.At),
    ];

    private static AlertEvent Skipped(DeliverySummary delivery) =>
        Line(delivery.CreatedAt, new("Not sent to", delivery.Channel, delivery.Event, delivery.IsRepeat, delivery.Reason ?? "no reason is known"));

    private static AlertEvent Tried(DeliveryTry attempt) => Line(attempt.At, (attempt.IsLast, attempt.Status) switch
    {
        (true, DeliveryStatus.Sent) => new("Sent to", attempt.Channel, attempt.Event, attempt.IsRepeat, null),
        (true, DeliveryStatus.Failed) => new("Refused by", attempt.Channel, attempt.Event, attempt.IsRepeat, Why(attempt)),
        (true, DeliveryStatus.Dead) => new("Given up on", attempt.Channel, attempt.Event, attempt.IsRepeat, Why(attempt)),
        _ => new("Not taken by", attempt.Channel, attempt.Event, attempt.IsRepeat, Why(attempt)),
    });

    private static AlertEvent Line(DateTimeOffset at, DeliveryNews news) =>
        new(at, AlertEvent.Delivery, Alert.ByEngine, news.Say(news.Channel, news.Event)) { News = news };

    private static string? Why(DeliveryTry attempt) => attempt.Error ?? attempt.StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One try of a message. <paramref name="Status"/> is the message's; it tells of this try when that was the last.</summary>
internal sealed record DeliveryTry(DateTimeOffset At, string Channel, string Event, bool IsRepeat, DeliveryStatus Status, bool IsLast, long? StatusCode, string? Error);
