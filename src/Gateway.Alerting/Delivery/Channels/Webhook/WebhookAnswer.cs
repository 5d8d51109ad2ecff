namespace Gateway.Alerting.Delivery.Channels.Webhook;

/// <summary>What a receiver's status means. Only 2xx is success; a redirect is a failure, as the standard demands.</summary>
internal static class WebhookAnswer
{
    public static DeliveryOutcome Judge(int statusCode, TimeSpan? retryAfter) => statusCode switch
    {
        >= 200 and < 300 => DeliveryOutcome.Delivered(statusCode),
        400 or 401 or 403 or 404 => new(DeliveryResult.Rejected, statusCode, $"the receiver refused it with {statusCode}"),
        410 => new(DeliveryResult.Rejected, statusCode, "the receiver is gone for good (410)"),
        >= 300 and < 400 => new(DeliveryResult.Retryable, statusCode, $"the receiver redirects ({statusCode}); redirects are not followed"),
        _ => new(DeliveryResult.Retryable, statusCode, $"the receiver answered {statusCode}", retryAfter > TimeSpan.Zero ? retryAfter : null),
    };
}
