using Gateway.Alerting.Rules;

namespace Gateway.Alerting.History;

/// <summary>Reads alerts. Every read has its own short connection. Deleted alerts are in none of them.</summary>
public interface IAlertLog
{
    Task<AlertPage> ListAsync(AlertFilter filter, AlertSort sort, int limit, int offset, CancellationToken cancellationToken);

    /// <summary>How many match, by status; the filter's own status does not count.</summary>
    Task<AlertCounts> CountAsync(AlertFilter filter, CancellationToken cancellationToken);

    /// <summary>How many matches opened between each bound and the next, by severity; the filter's own times do not count.</summary>
    /// <param name="filter">Which alerts.</param>
    /// <param name="bounds">Ascending, at least two, each at a quarter of an hour.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<SeverityCounts>> CountOverTimeAsync(AlertFilter filter, IReadOnlyList<DateTimeOffset> bounds, CancellationToken cancellationToken);

    /// <summary>The matches' ids alone, newest opening first.</summary>
    Task<IReadOnlyList<string>> IdsAsync(AlertFilter filter, int limit, CancellationToken cancellationToken);

    /// <summary>Alerts that somebody acknowledged within a time, both ends in it, and that are so still.</summary>
    Task<IReadOnlyList<string>> AcknowledgedIdsAsync(string by, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Every match, newest opening first, in short reads: one that takes long holds nothing up and sees no alert twice.</summary>
    IAsyncEnumerable<Alert> StreamAsync(AlertFilter filter, CancellationToken cancellationToken);

    /// <summary>Every alert that is not resolved, most urgent first, then newest first.</summary>
    Task<IReadOnlyList<Alert>> ActiveAsync(CancellationToken cancellationToken);

    Task<AlertDetail?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Rules that alerts are from, so many at most, by name; a rule may be gone since.</summary>
    Task<IReadOnlyList<AlertRule>> RulesAsync(int most, CancellationToken cancellationToken);
}

/// <summary>Which alerts are meant. Every part that is null matches all.</summary>
public sealed record AlertFilter
{
    public AlertStatus? Status { get; init; }

    /// <summary>Open and acknowledged ones only.</summary>
    public bool UnresolvedOnly { get; init; }

    public AlertPriority? Severity { get; init; }

    public string? RuleId { get; init; }

    /// <summary>Part of the rule's name, the description, a value of the group or a note; the case of ASCII letters does not matter.</summary>
    public string? Search { get; init; }

    /// <summary>Inclusive, by opening.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, by opening.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>In which order. Equal ones stand newest first.</summary>
public enum AlertSort
{
    Newest,
    Oldest,

    /// <summary>Most urgent first.</summary>
    Severity,

    /// <summary>By the rule's name.</summary>
    Rule,
}

/// <summary>Some alerts of <see cref="Total"/>.</summary>
public sealed record AlertPage(IReadOnlyList<Alert> Alerts, long Total);

public sealed record AlertCounts(long Open, long Acknowledged, long Resolved)
{
    public long All => Open + Acknowledged + Resolved;
}

/// <summary>A rule that alerts are from, under the name of its latest alert.</summary>
public sealed record AlertRule(string Id, string Name);
