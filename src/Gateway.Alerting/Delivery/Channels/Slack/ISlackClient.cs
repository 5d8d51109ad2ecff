using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Alerting.Delivery.Channels.Slack;

/// <summary>The way to Slack: the seam for whoever prefers a package of Slack's to our own post.</summary>
public interface ISlackClient
{
    /// <summary>Posts one message. Expected failures are outcomes.</summary>
    /// <param name="webhookUrl">Where to.</param>
    /// <param name="message"><c>text</c> and Block Kit <c>blocks</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DeliveryOutcome> PostAsync(Secret webhookUrl, JsonObject message, CancellationToken cancellationToken);
}
