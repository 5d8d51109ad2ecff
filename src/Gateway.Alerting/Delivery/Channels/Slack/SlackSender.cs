using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.Slack;

/// <summary>Sends to Slack.</summary>
internal sealed class SlackSender(ISlackClient slack, Announcer announcer) : ConfiguredSender<SlackConfig>
{
    public override string Type => SlackType.TypeName;

    protected override string Render(Delivery delivery, NotificationChannel channel, SlackConfig config) =>
        RenderedJson.Text(SlackMessage.Render(announcer.Read(delivery)));

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, SlackConfig config, CancellationToken cancellationToken) =>
        slack.PostAsync(config.WebhookUrl, SlackMessage.Render(announcer.Read(delivery)), cancellationToken);
}
