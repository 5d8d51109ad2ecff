using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Teams;

/// <summary>Posts to a Workflows webhook. Its 202 means taken, not yet shown.</summary>
internal sealed class TeamsSender(OutboundPost post, Announcer announcer) : ConfiguredSender<TeamsConfig>
{
    public override string Type => TeamsType.TypeName;

    protected override string Render(Delivery delivery, NotificationChannel channel, TeamsConfig config) =>
        TeamsCard.Render(announcer.Read(delivery));

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, TeamsConfig config, CancellationToken cancellationToken) =>
        post.JsonAsync(new(config.WebhookUrl.Reveal()), Render(delivery, channel, config), answer => answer.Judge(), cancellationToken);
}
