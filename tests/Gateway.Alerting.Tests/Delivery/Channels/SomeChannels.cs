using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Tests.Delivery.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>The real senders over the real handler, and channels of every type, those of HTTP leading to one address; each carries a secret.</summary>
internal static class SomeChannels
{
    /// <summary>Stands in every secret place of every channel.</summary>
    public const string Secret = "TopSecretKey0123456789abcdefABCD";

    public static TheoryData<string> HttpTypes => ["slack", "pagerduty", "webhook", "teams", "discord", "alertmanager", "opsgenie"];

    public static async Task<DeliveryOutcome> SendAsync(string type, string address, Alerting.Delivery.Delivery? delivery = null, bool allowPrivateNetworks = true)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(SomeMessages.Announcer);
        services.AddHttpClient(OutboundHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => OutboundHttp.CreateHandler(new(allowPrivateNetworks, []))).RemoveAllLoggers();
        services.AddChannelSenders(_ => new(address));
        await using var provider = services.BuildServiceProvider();
        var channel = Channel(type, address);
        var sender = provider.GetServices<IChannelSender>().Single(sender => sender.Type == type);
        var outcome = await sender.SendAsync(delivery ?? SomeMessages.Opened, channel, TestContext.Current.CancellationToken);
        return outcome with { Error = channel.Redact(outcome.Error) };
    }

    public static NotificationChannel Channel(string type, string address)
    {
        var fields = Fields(type, address);
        fields["type"] = type;
        var reading = ChannelReader.Read("mine", fields, ReceiverHosts.Any);
        Assert.Empty(reading.Mistakes);
        return reading.Channel;
    }

    private static JsonObject Fields(string type, string address) => type switch
    {
        "slack" or "teams" or "discord" => new() { ["webhook_url"] = $"{address}/services/{Secret}" },
        "pagerduty" => new() { ["integration_key"] = Secret },
        "webhook" => new() { ["url"] = $"{address}/hooks?token={Secret}", ["secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ["headers"] = new JsonObject { ["X-Token"] = Secret } },
        "alertmanager" => new() { ["url"] = $"{address}/am", ["headers"] = new JsonObject { ["Authorization"] = $"Bearer {Secret}" } },
        "email" => new() { ["to"] = new JsonArray("ops@example.com"), ["smtp_server"] = "smtp.example.com", ["smtp_user"] = "alerts@example.com", ["smtp_password"] = Secret },
        "opsgenie" => new() { ["api_key"] = Secret, ["url"] = address },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
