using Gateway.Alerting.Routing;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Delivery;

/// <summary>What decisions of one moment look up.</summary>
public interface INotificationFacts
{
    /// <summary>Those that have not ended then.</summary>
    IReadOnlyList<Silence> SilencesAt(DateTimeOffset now);

    /// <summary>The present version of the routes made in the API; null when there is none.</summary>
    RouteVersion? Routes { get; }

    /// <summary>The channels of an alert's opening, and whether each was or is being told of it.</summary>
    IReadOnlyList<OpeningChannel> OpeningOf(string alertId);
}

/// <summary>One channel of an alert's opening.</summary>
public sealed record OpeningChannel(string Id, bool IsTold);
