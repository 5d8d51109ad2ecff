using System.Security.Claims;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Security;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;

/// <summary>Answers of the delivery endpoints.</summary>
internal sealed record DeliveryListJson(IReadOnlyList<DeliveryJson> Deliveries, int Count, long Total, PaginationJson Pagination)
{
    public static DeliveryListJson Of(DeliveryPage page, int limit, int offset) => new(
        [.. page.Deliveries.Select(DeliveryJson.Of)],
        page.Deliveries.Count,
        page.Total,
        new(limit, offset, offset + (long)page.Deliveries.Count < page.Total));
}

/// <summary>One message and its tries.</summary>
/// <param name="Id">Also the id under which receivers see it, on every try.</param>
/// <param name="AlertId">What it tells of; null for a digest.</param>
/// <param name="ChannelId">Where to.</param>
/// <param name="Event">Such as alert.opened.</param>
/// <param name="IsRepeat">An opening of which the channel has been told before.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why it is not sent, or what its last try came to.</param>
/// <param name="DigestId">The digest in which it was told.</param>
/// <param name="CreatedAt">When it was put into the outbox.</param>
/// <param name="NextAttemptAt">When it is tried or decided again.</param>
/// <param name="SentAt">When it was taken.</param>
/// <param name="Attempts">Oldest first.</param>
internal sealed record DeliveryJson(
    string Id,
    string? AlertId,
    string ChannelId,
    string Event,
    bool IsRepeat,
    DeliveryStatus Status,
    string? Reason,
    string? DigestId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? SentAt,
    IReadOnlyList<PastAttempt> Attempts)
{
    public static DeliveryJson Of(DeliveryRecord delivery) => new(
        delivery.Id,
        delivery.AlertId,
        delivery.ChannelId,
        delivery.Event,
        delivery.IsRepeat,
        delivery.Status,
        delivery.Reason,
        delivery.DigestId,
        delivery.CreatedAt,
        delivery.NextAttemptAt,
        delivery.SentAt,
        delivery.Attempts);
}

/// <summary>What receivers said is for administrators only: it may come from a private network.</summary>
internal static class DeliveriesFor
{
    public static DeliveryPage For(this DeliveryPage page, ClaimsPrincipal user) => page with { Deliveries = [.. page.Deliveries.Select(delivery => delivery.For(user))] };

    public static DeliveryRecord For(this DeliveryRecord delivery, ClaimsPrincipal user) => user.MayAdminister() ? delivery : delivery with
    {
        Reason = ReceiverWords.Hide(delivery.Reason),
        Attempts = [.. delivery.Attempts.Select(attempt => attempt with { Error = ReceiverWords.Hide(attempt.Error) })],
    };

    /// <summary>The same for an alert's deliveries and the lines about them in its timeline.</summary>
    public static AlertDetail For(this AlertDetail detail, ClaimsPrincipal user) => user.MayAdminister() ? detail : detail with
    {
        Timeline = [.. detail.Timeline.Select(line => line.News is { } news ? line with { Text = ReceiverWords.Hide(line.Text), News = news with { Why = ReceiverWords.Hide(news.Why) } } : line)],
        Deliveries = [.. detail.Deliveries.Select(delivery => delivery with { Reason = ReceiverWords.Hide(delivery.Reason) })],
    };
}
