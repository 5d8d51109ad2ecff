namespace Gateway.Alerting.History;

/// <summary>Reads what people did that leaves no other trace.</summary>
public interface IAuditLog
{
    /// <summary>Newest first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="before">Only those older than the entry of this id; null from the newest on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(int limit, long? before, CancellationToken cancellationToken);
}

/// <param name="Id">Grows with time.</param>
/// <param name="At">When.</param>
/// <param name="By">A person's or API key's name.</param>
/// <param name="Action">Such as <c>alert.deleted</c>.</param>
/// <param name="Target">The id of what it was done to.</param>
/// <param name="Text">More about it.</param>
public sealed record AuditEntry(long Id, DateTimeOffset At, string By, string Action, string Target, string? Text);
