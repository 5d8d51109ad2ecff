using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Alertmanager;

/// <summary>Hands alerts to an Alertmanager, which groups, silences and sends them by its own configuration. Its answers are its own and get into no error.</summary>
internal sealed class AlertmanagerSender(OutboundPost post, Announcer announcer) : ConfiguredSender<AlertmanagerConfig>
{
    public override string Type => AlertmanagerType.TypeName;

    protected override string Render(Delivery delivery, NotificationChannel channel, AlertmanagerConfig config) =>
        AlertmanagerAlerts.Render(announcer.Read(delivery), announcer.LinkTo);

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, AlertmanagerConfig config, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{config.Url.AbsoluteUri.TrimEnd('/')}/api/v2/alerts") { Content = OutboundPost.Json(Render(delivery, channel, config)) };
        HttpHeaders.Add(request, config.Headers);
        return post.SendAsync(request, answer => answer.Judge(), cancellationToken);
    }
}
