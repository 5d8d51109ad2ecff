using System.Text.Json;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Discord;

/// <summary>Executes a Discord webhook and waits for the message: without that a failure may stay silent.</summary>
internal sealed class DiscordSender(OutboundPost post, Announcer announcer) : ConfiguredSender<DiscordConfig>
{
    private const double LongestSeconds = 86_400;

    public override string Type => DiscordType.TypeName;

    protected override string Render(Delivery delivery, NotificationChannel channel, DiscordConfig config) =>
        DiscordEmbed.Render(announcer.Read(delivery));

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, DiscordConfig config, CancellationToken cancellationToken) =>
        post.JsonAsync(Waiting(config.WebhookUrl.Reveal()), Render(delivery, channel, config), Judge, cancellationToken);

    private static Uri Waiting(string url)
    {
        var address = new UriBuilder(url);
        address.Query = address.Query.Length > 1 ? address.Query[1..] + "&wait=true" : "wait=true";
        return address.Uri;
    }

    private static DeliveryOutcome Judge(HttpAnswer answer) =>
        answer.StatusCode == 429 ? (answer with { RetryAfter = InBody(answer.Body) ?? answer.RetryAfter }).Judge() : answer.Judge();

    /// <summary><c>{ retry_after: 0.75 }</c>, more exact than the header's whole seconds.</summary>
    private static TimeSpan? InBody(string body)
    {
        try
        {
            using var said = JsonDocument.Parse(body);
            return said.RootElement.TryGetProperty("retry_after", out var wait) && wait.TryGetDouble(out var seconds) && seconds > 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds))
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
