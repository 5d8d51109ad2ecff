using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Routing;

/// <summary>The routes in their order, and the channels for what none of them matches.</summary>
public sealed record RouteTable(IReadOnlyList<Route> Routes, IReadOnlyList<string> Default)
{
    /// <summary>Nobody has said anything: alerts are heard in the admin.</summary>
    public static RouteTable Empty { get; } = new([], [ChannelIds.InApp]);

    /// <summary>The first route that matches, and those behind it as long as each says to continue.</summary>
    public RouteChoice Choose(AlertSubject alert, DateTimeOffset now)
    {
        var matched = new List<int>();
        for (var index = 0; index < Routes.Count; index++)
        {
            if (Routes[index].Match.WhyNot(alert, now) is not null)
            {
                continue;
            }

            matched.Add(index);
            if (!Routes[index].Continue)
            {
                break;
            }
        }

        return new(matched, matched.Count == 0 ? Default : [.. matched.SelectMany(index => Routes[index].Channels).Distinct()]);
    }
}

/// <summary>Where one alert goes.</summary>
/// <param name="Matched">Positions of the routes, from 0; empty when the default was taken.</param>
/// <param name="Channels">Each once.</param>
public sealed record RouteChoice(IReadOnlyList<int> Matched, IReadOnlyList<string> Channels);
