using System.Globalization;
using Gateway.Alerting.Delivery.Http;

namespace Gateway.Alerting.Delivery.Channels.Webhook;

/// <summary>Posts messages by Standard Webhooks 1.0.0: the id stays the same on every try, time and signature are each try's own.</summary>
internal sealed class WebhookSender(OutboundPost post, TimeProvider time) : ConfiguredSender<WebhookConfig>
{
    public override string Type => WebhookType.TypeName;

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, WebhookConfig config, CancellationToken cancellationToken) =>
        post.SendAsync(Sign(delivery, config, time.GetUtcNow()), WebhookAnswer.Judge, cancellationToken);

    private static HttpRequestMessage Sign(Delivery delivery, WebhookConfig target, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = OutboundPost.Json(delivery.Payload) };
        HttpHeaders.Add(request, target.Headers);
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', target.Secret.Select(secret => secret.Sign(delivery.Id, now, delivery.Payload))));
        return request;
    }
}
