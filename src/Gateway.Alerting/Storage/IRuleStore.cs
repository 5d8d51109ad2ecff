namespace Gateway.Alerting.Storage;

/// <summary>Where the rules that were made in the API are kept, with all their versions.</summary>
public interface IRuleStore
{
    /// <summary>The present version of every rule, by id.</summary>
    Task<IReadOnlyList<RuleVersion>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Appends versions of different rules, all or none, and makes each the present one; after <see cref="RuleAction.Deleted"/> there is none.</summary>
    /// <returns>The versions in the same order, or null when a rule is no longer as <see cref="RuleWrite.BasedOn"/> says: then nothing was written.</returns>
    Task<IReadOnlyList<RuleVersion>?> AppendAsync(IReadOnlyList<RuleWrite> writes, CancellationToken cancellationToken);

    /// <summary>Newest first; those of a deleted rule too.</summary>
    Task<RuleVersionPage> VersionsAsync(string ruleId, int limit, int offset, CancellationToken cancellationToken);

    Task<RuleVersion?> FindVersionAsync(string ruleId, long number, CancellationToken cancellationToken);

    /// <summary>How often rules have fired: those of them that ever did, or all; null asks for all.</summary>
    Task<IReadOnlyDictionary<string, RuleCounters>> CountersAsync(IReadOnlyCollection<string>? ruleIds, CancellationToken cancellationToken);
}

/// <summary>One state of a rule: what it said, who made it so, and when.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Number">From 1, without gaps, never used again: not even by another rule of the same id after this one was deleted.</param>
/// <param name="Action">What was done.</param>
/// <param name="By">The person or API key.</param>
/// <param name="At">When.</param>
/// <param name="Document">The rule as JSON; of a deletion, what was deleted.</param>
public sealed record RuleVersion(string RuleId, long Number, RuleAction Action, string By, DateTimeOffset At, string Document);

/// <summary>Some of <see cref="Total"/> versions.</summary>
public sealed record RuleVersionPage(IReadOnlyList<RuleVersion> Versions, long Total);

/// <summary>A version to be.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="BasedOn">The version that the writer has seen; null: there is no such rule.</param>
/// <param name="Action">What is being done.</param>
/// <param name="Document">The rule as JSON.</param>
/// <param name="By">The person or API key.</param>
/// <param name="At">When.</param>
public sealed record RuleWrite(string RuleId, long? BasedOn, RuleAction Action, string Document, string By, DateTimeOffset At);

/// <summary>What people do to rules.</summary>
/// <remarks>The stored numbers are part of the database format: append only.</remarks>
public enum RuleAction
{
    Created = 0,
    Updated = 1,
    Activated = 2,
    Deactivated = 3,
    Deleted = 4,

    /// <summary>An old version is the present one again.</summary>
    Restored = 5,
}

/// <summary>How often a rule has opened an alert, and how many firings its cooldown has swallowed.</summary>
public sealed record RuleCounters(long TriggerCount, long SuppressedCount, DateTimeOffset? LastTriggered)
{
    public static RuleCounters None { get; } = new(0, 0, null);
}
