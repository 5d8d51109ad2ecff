using Gateway.Alerting.Delivery.Channels.Alertmanager;
using Gateway.Alerting.Delivery.Channels.Discord;
using Gateway.Alerting.Delivery.Channels.Email;
using Gateway.Alerting.Delivery.Channels.Opsgenie;
using Gateway.Alerting.Delivery.Channels.PagerDuty;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Teams;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Delivery.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Alerting.Delivery.Channels;

/// <summary>A sender for every type of channel.</summary>
internal static class ChannelSenders
{
    /// <param name="services">Must have an <see cref="Announcer"/> and the client <see cref="OutboundHttp.ClientName"/>.</param>
    /// <param name="pagerDutyEndpoint">Instead of PagerDuty's own address, or null.</param>
    public static void AddChannelSenders(this IServiceCollection services, Func<IServiceProvider, Uri?> pagerDutyEndpoint)
    {
        services.AddSingleton<OutboundPost>();
        services.AddSingleton<ISlackClient, SlackClient>();
        services.AddSingleton<IChannelSender, InAppSender>();
        services.AddSingleton<IChannelSender>(provider => new EmailSender(provider.GetRequiredService<Announcer>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChannelSender, SlackSender>();
        services.AddSingleton<IChannelSender>(provider => new PagerDutySender(
            provider.GetRequiredService<OutboundPost>(), provider.GetRequiredService<Announcer>(), pagerDutyEndpoint(provider)));
        services.AddSingleton<IChannelSender, WebhookSender>();
        services.AddSingleton<IChannelSender, TeamsSender>();
        services.AddSingleton<IChannelSender, DiscordSender>();
        services.AddSingleton<AlertmanagerSender>();
        services.AddSingleton<IChannelSender>(provider => provider.GetRequiredService<AlertmanagerSender>());
        services.AddSingleton<IChannelSender, OpsgenieSender>();
    }
}
