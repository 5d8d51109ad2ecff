namespace Gateway.Alerting.History;

/// <summary>What people do with alerts. Each act is recorded with who did it.</summary>
public interface IAlertDesk
{
    /// <summary>Open → acknowledged. Acknowledging twice changes nothing; a resolved alert cannot be acknowledged.</summary>
    Task<AlertAction> AcknowledgeAsync(string id, string by, string? note, CancellationToken cancellationToken);

    /// <summary>Open or acknowledged → resolved. Resolving twice changes nothing and is no error.</summary>
    Task<AlertAction> ResolveAsync(string id, string by, string? notes, CancellationToken cancellationToken);

    /// <summary>Adds a line to the timeline, whatever the status.</summary>
    Task<AlertAction> AddNoteAsync(string id, string by, string text, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a resolved alert with its timeline; one that is not resolved cannot be deleted. Messages that were owed for it stay in the
    /// delivery log, those that wait are still sent, and the audit says who deleted it.
    /// </summary>
    Task<AlertAction> DeleteAsync(string id, string by, CancellationToken cancellationToken);

    /// <summary>The same act on many alerts, in one transaction: it is done for all that allow it, or the store failed and it is done for none.</summary>
    /// <returns>How it went for each of <paramref name="ids"/>, in their order.</returns>
    Task<IReadOnlyList<AlertAction>> ActAsync(AlertAct act, IReadOnlyList<string> ids, string by, string? notes, CancellationToken cancellationToken);
}

/// <summary>What can be done to many alerts at once.</summary>
public enum AlertAct
{
    Acknowledge,
    Resolve,
    Delete,

    /// <summary>
    /// Takes one's own acknowledgement back, within <see cref="AlertUndo.Window"/>: acknowledged → open, so that it is repeated again. Messages about
    /// it that have not left are not sent; those that have are not followed by another.
    /// </summary>
    Unacknowledge,
}

/// <summary>Taking an acknowledgement back.</summary>
public static class AlertUndo
{
    /// <summary>Long enough to notice a slip; after that others count on it.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Only who acknowledged it may, and only soon.</summary>
    public static bool IsAllowed(Alert alert, string by, DateTimeOffset now) =>
        alert.Status == AlertStatus.Acknowledged && alert.AcknowledgedBy == by && now - alert.AcknowledgedAt <= Window;
}

/// <summary>How an act on an alert went; <see cref="Alert"/> is as it is now, or as it was when it was deleted, and null only when there is no such alert.</summary>
public sealed record AlertAction(AlertActionResult Result, Alert? Alert);

public enum AlertActionResult
{
    Done,

    /// <summary>It already was so.</summary>
    Unchanged,

    /// <summary>The alert's status does not allow this: it is resolved, or, for a deletion, it is not, or there is no acknowledgement of one's own to take back.</summary>
    Conflict,
    NotFound,
}
