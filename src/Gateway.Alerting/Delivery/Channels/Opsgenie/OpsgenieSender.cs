using System.Net.Http.Headers;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Opsgenie;

/// <summary>Creates, acknowledges and closes alerts over the Alert API v2. The alias is the same for every message about an alert.</summary>
internal sealed class OpsgenieSender(OutboundPost post, Announcer announcer) : ConfiguredSender<OpsgenieConfig>
{
    private static readonly Uri Us = new("https://api.opsgenie.com");
    private static readonly Uri Eu = new("https://api.eu.opsgenie.com");

    public override string Type => OpsgenieType.TypeName;

    protected override string Render(Delivery delivery, NotificationChannel channel, OpsgenieConfig config) =>
        OpsgenieAlert.Render(announcer.Read(delivery));

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, OpsgenieConfig config, CancellationToken cancellationToken)
    {
        var announcement = announcer.Read(delivery);
        var host = config.Url ?? (config.Region == ServiceRegion.Eu ? Eu : Us);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, OpsgenieAlert.Path(announcement)))
        {
            Content = OutboundPost.Json(OpsgenieAlert.Render(announcement)),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("GenieKey", config.ApiKey.Reveal());
        return post.SendAsync(request, answer => answer.Judge(), cancellationToken);
    }
}
