namespace Gateway.Alerting.Delivery.Http;

/// <summary>Which receivers may stand in a private network.</summary>
/// <param name="AllowPrivate">All of them.</param>
/// <param name="Allowed">These hosts.</param>
public sealed record ReceiverHosts(bool AllowPrivate, IReadOnlyCollection<string> Allowed)
{
    /// <summary>Only the public internet.</summary>
    public static ReceiverHosts Public { get; } = new(false, []);

    /// <summary>Anything, this machine included.</summary>
    public static ReceiverHosts Any { get; } = new(true, []);

    /// <summary>Mail servers of settings and environment: an operator's relay is usually in a private network.</summary>
    public bool TrustsMailServers { get; init; }

    /// <param name="host">A name or an address.</param>
    public bool MayBePrivate(string host) => AllowPrivate || Allowed.Any(allowed => string.Equals(Plain(allowed), Plain(host), StringComparison.OrdinalIgnoreCase));

    private static string Plain(string host) => host.Trim('[', ']').TrimEnd('.');
}
