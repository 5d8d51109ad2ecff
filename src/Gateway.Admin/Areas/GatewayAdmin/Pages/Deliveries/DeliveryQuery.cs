using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;

/// <summary>The filters of the delivery log as they stand in a URL.</summary>
internal static class DeliveryQuery
{
    /// <summary>What <see cref="Filter"/> reads, for the API document.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        new("alert_id", "Messages about this alert."),
        new("channel_id", "Messages to this channel."),
        QueryParameter.Word<DeliveryStatus>("status", $"One of {EnumWords.Allowed<DeliveryStatus>()}."),
        new("digest_id", "Messages that this digest stands for."),
    ];

    public static DeliveryFilter Filter(QueryReader query) => new()
    {
        AlertId = query.Text("alert_id"),
        ChannelId = query.Text("channel_id") is { } channel ? ChannelIds.Canonical(channel) : null,
        Status = query.Word<DeliveryStatus>("status"),
        DigestId = query.Text("digest_id"),
    };
}
