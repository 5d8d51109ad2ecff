using System.Text.Json;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Delivery.Channels.PagerDuty;

/// <summary>Sends events to PagerDuty, or to the address that the settings put in its place.</summary>
internal sealed class PagerDutySender(OutboundPost post, Announcer announcer, Uri? endpoint) : ConfiguredSender<PagerDutyConfig>
{
    private const string EventsPath = "/v2/enqueue";

    private static readonly Uri Us = new("https://events.pagerduty.com" + EventsPath);
    private static readonly Uri Eu = new("https://events.eu.pagerduty.com" + EventsPath);

    public override string Type => PagerDutyType.TypeName;

    protected override string Render(Delivery delivery, NotificationChannel channel, PagerDutyConfig config) =>
        PagerDutyEvent.Render(announcer.Read(delivery), config.IntegrationKey);

    protected override Task<DeliveryOutcome> SendAsync(Delivery delivery, NotificationChannel channel, PagerDutyConfig config, CancellationToken cancellationToken) =>
        post.JsonAsync(Address(config.Region), Render(delivery, channel, config), answer => answer.Judge(Reason(answer)), cancellationToken);

    /// <summary>An endpoint without a path is a host.</summary>
    private Uri Address(ServiceRegion region) => endpoint switch
    {
        null => region == ServiceRegion.Eu ? Eu : Us,
        { AbsolutePath: "/" } => new(endpoint, EventsPath),
        _ => endpoint,
    };

    /// <summary>PagerDuty says what is wrong with an event: <c>{ status, message, errors: […] }</c>.</summary>
    private static string? Reason(HttpAnswer answer)
    {
        if (answer.StatusCode != 400)
        {
            return null;
        }

        try
        {
            using var said = JsonDocument.Parse(answer.Body);
            var errors = said.RootElement.TryGetProperty("errors", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(error => error.ToString()) : [];
            return string.Join("; ", errors) is { Length: > 0 } text ? ReceiverWords.Quote(text) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
