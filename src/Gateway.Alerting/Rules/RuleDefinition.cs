namespace Gateway.Alerting.Rules;

/// <summary>A rule as written, read and defaulted but not yet checked against what exists.</summary>
public sealed record RuleDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? RunbookUrl { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required LogicNode Logic { get; init; }

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>For conditions that name none of their own.</summary>
    public TimeSpan TimeWindow { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the logic must hold before the rule fires.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How long the rule goes on firing after the logic has ceased to hold.</summary>
    public TimeSpan KeepFiringFor { get; init; }

    /// <summary>How often the message of an open alert that nobody has acknowledged is sent again; null: never.</summary>
    public TimeSpan? RepeatInterval { get; init; }

    public AlertPriority Priority { get; init; } = AlertPriority.Medium;

    public NoDataPolicy NoData { get; init; } = NoDataPolicy.Ok;

    public bool AutoResolve { get; init; } = true;

    public bool IsActive { get; init; } = true;

    /// <summary>Null where the rule names none.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    public bool SendResolved { get; init; } = true;

    /// <summary>Where it was written.</summary>
    public required RuleSource Source { get; init; }

    /// <summary>Where <c>group_by</c> and <c>actions.channels</c> were written, by these names; for messages.</summary>
    public IReadOnlyDictionary<string, SourcePosition> Positions { get; init; } = new Dictionary<string, SourcePosition>();
}

/// <summary>A place inside a rule's text.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in characters.</param>
/// <param name="Path">JSON path.</param>
public readonly record struct SourcePosition(int Line, int Column, string Path);

/// <summary>The place a rule comes from.</summary>
/// <param name="File">Path as shown to people; null for a rule that did not come from a file.</param>
/// <param name="Line">1-based line on which it begins.</param>
public sealed record RuleSource(string? File, int Line);

/// <summary>A node of a rule's logic.</summary>
public abstract record LogicNode;

/// <summary>AND, OR or NOT over other nodes; NOT has exactly one.</summary>
public sealed record LogicGroup(LogicOperator Operator, IReadOnlyList<LogicNode> Conditions) : LogicNode;

/// <summary>A leaf: a metric compared with a threshold.</summary>
public sealed record Condition : LogicNode
{
    public required string Metric { get; init; }

    public required Comparison Operator { get; init; }

    public required double Threshold { get; init; }

    /// <summary>What a change is measured against; means something only to the change operators.</summary>
    public Baseline CompareTo { get; init; }

    /// <summary>Null: the rule's.</summary>
    public TimeSpan? TimeWindow { get; init; }

    /// <summary>Once met, the condition clears only past this value.</summary>
    public double? Recovery { get; init; }

    /// <summary>Below so many calls in the window the condition is not met.</summary>
    public long MinRequests { get; init; }

    /// <summary>Dimension names with globs.</summary>
    public IReadOnlyDictionary<string, string> Filter { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its metric was written; for messages.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>Where <c>operator</c>, <c>recovery</c> and each member of <c>filter</c> (as <c>filter.model</c>) were written; for messages.</summary>
    public IReadOnlyDictionary<string, SourcePosition> Positions { get; init; } = new Dictionary<string, SourcePosition>();
}

/// <summary>What a rule makes of a time without a single call in any of its windows.</summary>
public enum NoDataPolicy
{
    /// <summary>Nothing special: counts are 0, and what needs calls is not met.</summary>
    Ok,

    /// <summary>The rule is met.</summary>
    Alert,

    /// <summary>The rule stays as it was.</summary>
    KeepLast,
}

public enum LogicOperator
{
    And,
    Or,
    Not,
}
