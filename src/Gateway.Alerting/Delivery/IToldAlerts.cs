using Gateway.Alerting.History;

namespace Gateway.Alerting.Delivery;

/// <summary>What receivers that keep alerts know of.</summary>
public interface IToldAlerts
{
    /// <summary>The alerts that are not resolved and whose opening has reached the channel, as they are now.</summary>
    Task<IReadOnlyList<Alert>> UnresolvedAsync(string channelId, CancellationToken cancellationToken);

    /// <summary>Those of these ids, as they are now; one that was deleted is missing.</summary>
    Task<IReadOnlyList<Alert>> FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken);
}
