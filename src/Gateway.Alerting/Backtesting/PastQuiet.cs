using Gateway.Alerting.Delivery;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Suppression;

namespace Gateway.Alerting.Backtesting;

/// <summary>
/// What decided about messages on history: the gateway's own policy, with the silences that there were then. Channels with their quiet hours,
/// and routes, are those of today: what they were before is not known.
/// </summary>
public sealed class PastQuiet(NotificationPolicy policy, ISilenceStore silences, IRouteStore routes)
{
    /// <param name="from">The first instant that counts.</param>
    /// <param name="to">The first one that no longer does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<QuietRange> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        new(policy, await silences.BetweenAsync(from, to, cancellationToken), await routes.FindAsync(cancellationToken));
}

/// <param name="Policy">Who is told of what.</param>
/// <param name="Silences">As they were in the range.</param>
/// <param name="Routes">The present version of those made in the API.</param>
internal sealed record QuietRange(NotificationPolicy Policy, IReadOnlyList<Silence> Silences, RouteVersion? Routes);
