namespace Gateway.Alerting.Delivery;

/// <summary>What people do with messages.</summary>
public interface IDeliveryDesk
{
    /// <summary>
    /// Makes a message that failed, is dead or was skipped pending again, under its old id. Its tries stay and it begins the schedule anew.
    /// Refused while it waits, once it was sent, when a digest or a later message took its place, and when it would bring back an alert that
    /// is over at a receiver that keeps alerts. The audit says who did it.
    /// </summary>
    Task<ResendResult> ResendAsync(string id, string by, CancellationToken cancellationToken);
}

/// <summary>How a resend went.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Reason">Why not, for people; null when it was done.</param>
public sealed record ResendResult(ResendOutcome Outcome, string? Reason = null);

public enum ResendOutcome
{
    Done,
    NotFound,
    Conflict,
}
