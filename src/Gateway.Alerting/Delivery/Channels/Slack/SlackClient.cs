using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;

namespace Gateway.Alerting.Delivery.Channels.Slack;

/// <summary>Posts to an incoming webhook. Slack answers in plain words; only the documented ones get into an error.</summary>
internal sealed class SlackClient(OutboundPost post) : ISlackClient
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
    [
        "invalid_payload", "invalid_blocks", "user_not_found", "no_text", "too_many_attachments", "action_prohibited", "invalid_token", "no_active_hooks",
        "posting_to_general_channel_denied", "team_disabled", "channel_not_found", "no_service", "no_service_id", "no_team", "channel_is_archived", "rollup_error",
    ]);

    public Task<DeliveryOutcome> PostAsync(Secret webhookUrl, JsonObject message, CancellationToken cancellationToken) =>
        post.JsonAsync(new(webhookUrl.Reveal()), RenderedJson.Text(message), Judge, cancellationToken);

    private static DeliveryOutcome Judge(HttpAnswer answer) => answer.Judge(Words.Contains(answer.Body.Trim()) ? answer.Body.Trim() : null);
}
