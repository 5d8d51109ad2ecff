using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Channels.Discord;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Channels.Opsgenie;
using Gateway.Alerting.Delivery.Channels.PagerDuty;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Teams;
using Gateway.Alerting.Delivery.Channels.Webhook;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>Every type of channel there is.</summary>
public static class ChannelTypes
{
    private static readonly Dictionary<string, IChannelType> ByName = new IChannelType[]
    {
        new EmailType(),
        new SlackType(),
        new PagerDutyType(),
        new WebhookType(),
        new InAppType(),
        new TeamsType(),
        new DiscordType(),
        new AlertmanagerType(),
        new OpsgenieType(),
    }.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static IReadOnlyCollection<IChannelType> All => ByName.Values;

    public static IChannelType? Find(string name) => ByName.GetValueOrDefault(name);
}
