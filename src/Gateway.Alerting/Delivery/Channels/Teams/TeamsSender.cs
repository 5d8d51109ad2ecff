using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Teams;

/// <summary>Posts to a Workflows webhook. Its 202 means taken, not yet shown.</summary>
internal sealed class TeamsSender(OutboundPost post, Announcer announcer) : ConfiguredSender<TeamsConfig>
{
    public override string Type => TeamsType.TypeName;

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, TeamsConfig config, CancellationToken cancellationToken) =>
        post.JsonAsync(new(config.WebhookUrl.Reveal()), TeamsCard.Render(announcer.Read(delivery)), answer => answer.Judge(), cancellationToken);
}
