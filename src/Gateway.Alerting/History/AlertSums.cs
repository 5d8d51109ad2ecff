namespace Gateway.Alerting.History;

/// <summary>Alerts that opened within some days, as sums of which rates and means are made.</summary>
public sealed record AlertSums
{
    public long Opened { get; init; }

    public long Acknowledged { get; init; }

    public long Resolved { get; init; }

    /// <summary>Resolved within a minute, as the triggers of <c>alert_quarters</c> count it.</summary>
    public long FalseAlarms { get; init; }

    /// <summary>That were acknowledged at some time, whatever their status is now.</summary>
    public long EverAcknowledged { get; init; }

    /// <summary>From opening to acknowledgement, of all of them together, in milliseconds.</summary>
    public long AcknowledgeMs { get; init; }

    /// <summary>From opening to resolution, of all of them together, in milliseconds.</summary>
    public long ResolveMs { get; init; }

    public long Critical { get; init; }

    public long High { get; init; }

    public long Medium { get; init; }

    public long Low { get; init; }

    public long Total => Opened + Acknowledged + Resolved;

    /// <inheritdoc cref="AlertStatistics.ResolutionRate"/>
    public double? ResolutionRate => Percent(Resolved, Total);

    /// <inheritdoc cref="AlertStatistics.FalsePositiveRate"/>
    public double? FalsePositiveRate => Percent(FalseAlarms, Resolved);

    /// <inheritdoc cref="AlertStatistics.MeanTimeToAcknowledge"/>
    public double? MeanTimeToAcknowledge => EverAcknowledged == 0 ? null : AcknowledgeMs / 1000d / EverAcknowledged;

    /// <inheritdoc cref="AlertStatistics.MeanTimeToResolve"/>
    public double? MeanTimeToResolve => Resolved == 0 ? null : ResolveMs / 1000d / Resolved;

    private static double? Percent(long part, long whole) => whole == 0 ? null : 100d * part / whole;
}
