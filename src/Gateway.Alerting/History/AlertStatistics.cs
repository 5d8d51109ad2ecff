namespace Gateway.Alerting.History;

/// <summary>Reads <see cref="AlertStatistics"/>.</summary>
public interface IAlertStatistics
{
    /// <param name="days">Calendar days in <c>Alerting:TimeZone</c>, today included; at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AlertStatistics> LastDaysAsync(int days, CancellationToken cancellationToken);

    /// <summary>The totals alone: at once, however many alerts there are.</summary>
    /// <inheritdoc cref="LastDaysAsync"/>
    Task<AlertSums> SumsAsync(int days, CancellationToken cancellationToken);
}

/// <summary>Alerts that opened within some days, counted as they are handled now.</summary>
public sealed record AlertStatistics
{
    public required long Total { get; init; }

    public required long Open { get; init; }

    public required long Acknowledged { get; init; }

    public required long Resolved { get; init; }

    /// <summary>Of that severity, whatever their status.</summary>
    public required long Critical { get; init; }

    /// <summary>Percent of all; null when there are none.</summary>
    public required double? ResolutionRate { get; init; }

    /// <summary>Percent of the resolved that were so within a minute; null when none is resolved.</summary>
    public required double? FalsePositiveRate { get; init; }

    /// <summary>From opening to acknowledgement, in seconds, of those that were acknowledged.</summary>
    public required double? MeanTimeToAcknowledge { get; init; }

    /// <summary>From opening to resolution by the engine or a person, in seconds.</summary>
    public required double? MeanTimeToResolve { get; init; }

    public required SeverityCounts SeverityBreakdown { get; init; }

    /// <summary>Loudest first.</summary>
    public required IReadOnlyList<RuleCount> ByRule { get; init; }

    /// <summary>Every day, also those without alerts, oldest first.</summary>
    public required IReadOnlyList<DayCount> ByDay { get; init; }
}

public sealed record SeverityCounts(long Critical, long High, long Medium, long Low);

public sealed record RuleCount(string RuleId, string RuleName, long Count);

/// <param name="Date">A day in <c>Alerting:TimeZone</c>.</param>
/// <param name="Count">Alerts that opened on it.</param>
public sealed record DayCount(DateOnly Date, long Count);
