namespace Gateway.Alerting.Rules;

/// <summary>How a change of a rule went.</summary>
/// <param name="Result">In a word.</param>
public sealed record RuleChange(RuleChangeResult Result)
{
    /// <summary>The rule as it is now; null after a deletion, and when nothing was done.</summary>
    public RuleEntry? Rule { get; init; }

    /// <summary>The rules that were made of an array, in its order; null for one rule.</summary>
    public IReadOnlyList<RuleEntry>? Rules { get; init; }

    /// <summary>What is wrong with the rule that was sent.</summary>
    public IReadOnlyList<RuleDiagnostic> Mistakes { get; init; } = [];

    /// <summary>Why nothing was done, in a sentence.</summary>
    public string? Why { get; init; }

    internal static RuleChange Done(RuleEntry? rule) => new(RuleChangeResult.Done) { Rule = rule };

    internal static RuleChange Invalid(IReadOnlyList<RuleDiagnostic> mistakes) => new(RuleChangeResult.Invalid) { Mistakes = mistakes };

    internal static RuleChange NotFound(string why) => new(RuleChangeResult.NotFound) { Why = why };

    internal static RuleChange Conflict(string why) => new(RuleChangeResult.Conflict) { Why = why };

    internal static RuleChange Stale(string id, long present) => new(RuleChangeResult.Stale)
    {
        Why = $"Rule '{id}' has changed since you read it: it is at version {present} now. Read it again, and repeat your change on that.",
    };
}

public enum RuleChangeResult
{
    Done,

    /// <summary>The rule that was sent has mistakes.</summary>
    Invalid,
    NotFound,

    /// <summary>It belongs to a file, its id is taken, or there are too many rules.</summary>
    Conflict,

    /// <summary>The change was made to an old version.</summary>
    Stale,
}
