using Gateway.Alerting.Delivery.Http;

namespace Gateway.Alerting.Delivery.Channels.Webhook;

/// <summary>
/// What a receiver's status means. Only 2xx is success; a redirect is a failure and 410 switches the channel off, as the standard demands.
/// The body is the receiver's own and never gets into an error.
/// </summary>
internal static class WebhookAnswer
{
    public static DeliveryOutcome Judge(HttpAnswer answer) => answer.StatusCode switch
    {
        >= 200 and < 300 => DeliveryOutcome.Delivered(answer.StatusCode),
        400 or 401 or 403 or 404 => new(DeliveryResult.Rejected, answer.StatusCode, $"the receiver refused it with {answer.StatusCode}"),
        410 => new(DeliveryResult.Gone, answer.StatusCode, "the receiver is gone for good (410)"),
        >= 300 and < 400 => new(DeliveryResult.Retryable, answer.StatusCode, $"the receiver redirects ({answer.StatusCode}); redirects are not followed"),
        _ => new(DeliveryResult.Retryable, answer.StatusCode, $"the receiver answered {answer.StatusCode}", answer.RetryAfter),
    };
}
