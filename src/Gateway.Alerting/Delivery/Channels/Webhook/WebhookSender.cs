using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Alerting.Delivery.Http;

namespace Gateway.Alerting.Delivery.Channels.Webhook;

/// <summary>Posts messages by Standard Webhooks 1.0.0: the id stays the same on every try, time and signature are each try's own.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, TimeProvider time) : IChannelSender
{
    public string Type => "webhook";

    public async Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, CancellationToken cancellationToken)
    {
        if (channel.Webhook is not { } target)
        {
            return new(DeliveryResult.NotConfigured);
        }

        using var timeout = new CancellationTokenSource(OutboundHttp.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Sign(delivery, target, time.GetUtcNow());
            using var client = clients.CreateClient(OutboundHttp.ClientName);
            // Headers only: what a receiver says in its body is of no use to us and could be endless.
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return WebhookAnswer.Judge((int)response.StatusCode, RetryAfter(response.Headers.RetryAfter));
        }
        catch (ForbiddenAddressException forbidden)
        {
            return new(DeliveryResult.Rejected, Error: forbidden.Message);
        }
        catch (HttpRequestException fault)
        {
            return fault.InnerException is ForbiddenAddressException forbidden
                ? new(DeliveryResult.Rejected, Error: forbidden.Message)
                : new(DeliveryResult.Retryable, Error: $"{fault.HttpRequestError}: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DeliveryResult.Retryable, Error: $"no answer within {OutboundHttp.Timeout.TotalSeconds:0} s");
        }
    }

    private static HttpRequestMessage Sign(Delivery delivery, WebhookTarget target, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(delivery.Payload, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in target.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', target.Secret.Select(secret => secret.Sign(delivery.Id, now, delivery.Payload))));
        return request;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - time.GetUtcNow();
}
