using Gateway.Alerting.Rules;

namespace Gateway.Alerting.History;

/// <summary>Reads alerts. Every read has its own short connection.</summary>
public interface IAlertLog
{
    Task<AlertPage> ListAsync(AlertFilter filter, int limit, int offset, CancellationToken cancellationToken);

    /// <summary>Every alert that is not resolved, most urgent first, then newest first.</summary>
    Task<IReadOnlyList<Alert>> ActiveAsync(CancellationToken cancellationToken);

    Task<AlertDetail?> FindAsync(string id, CancellationToken cancellationToken);
}

/// <summary>Which alerts are meant. Every part that is null matches all.</summary>
public sealed record AlertFilter
{
    public AlertStatus? Status { get; init; }

    /// <summary>Open and acknowledged ones only.</summary>
    public bool UnresolvedOnly { get; init; }

    public AlertPriority? Severity { get; init; }

    public string? RuleId { get; init; }

    /// <summary>Case-insensitive part of the rule's name, the description or the group.</summary>
    public string? Search { get; init; }

    /// <summary>Inclusive, by opening.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, by opening.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>Some alerts of <see cref="Total"/>, newest opening first.</summary>
public sealed record AlertPage(IReadOnlyList<Alert> Alerts, long Total);

/// <summary>What people do with alerts. Each act is recorded with who did it.</summary>
public interface IAlertDesk
{
    /// <summary>Open → acknowledged. Acknowledging twice changes nothing; a resolved alert cannot be acknowledged.</summary>
    Task<AlertAction> AcknowledgeAsync(string id, string by, string? note, CancellationToken cancellationToken);

    /// <summary>Open or acknowledged → resolved. Resolving twice changes nothing and is no error.</summary>
    Task<AlertAction> ResolveAsync(string id, string by, string? notes, CancellationToken cancellationToken);
}

/// <summary>How an act on an alert went; <see cref="Alert"/> is null only when there is no such alert.</summary>
public sealed record AlertAction(AlertActionResult Result, Alert? Alert);

public enum AlertActionResult
{
    Done,

    /// <summary>It already was so.</summary>
    Unchanged,

    /// <summary>The alert is past this: it is resolved.</summary>
    Conflict,
    NotFound,
}
