namespace Gateway.Alerting.Suppression;

/// <summary>Why nothing is sent for a while.</summary>
/// <param name="Reason">For people.</param>
/// <param name="Until">When that is over.</param>
public sealed record Muting(string Reason, DateTimeOffset Until);
