using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Alertmanager;

/// <summary>Hands alerts to an Alertmanager, which groups, silences and sends them by its own configuration. Its answers are its own and get into no error.</summary>
internal sealed class AlertmanagerSender(OutboundPost post, Announcer announcer, TimeProvider time) : ConfiguredSender<AlertmanagerConfig>
{
    public override string Type => AlertmanagerType.TypeName;

    /// <summary>Says again which alerts are on, and which are over.</summary>
    public Task<DeliveryOutcome> KeepAsync(AlertmanagerConfig config, IEnumerable<AlertMessage> alerts, CancellationToken cancellationToken) =>
        PostAsync(config, AlertmanagerAlerts.Render(alerts, announcer.LinkTo, time.GetUtcNow()), cancellationToken);

    protected override string Render(Delivery delivery, NotificationChannel channel, AlertmanagerConfig config) =>
        AlertmanagerAlerts.Render(announcer.Read(delivery), announcer.LinkTo, time.GetUtcNow());

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, AlertmanagerConfig config, CancellationToken cancellationToken) =>
        PostAsync(config, Render(delivery, channel, config), cancellationToken);

    private Task<DeliveryOutcome> PostAsync(AlertmanagerConfig config, string alerts, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{config.Url.AbsoluteUri.TrimEnd('/')}/api/v2/alerts") { Content = OutboundPost.Json(alerts) };
        HttpHeaders.Add(request, config.Headers);
        return post.SendAsync(request, answer => answer.Judge(), cancellationToken);
    }
}
