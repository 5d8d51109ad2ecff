using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Pipelines;

/// <summary>The rules of one moment. Replaced as a whole, never changed.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="IsWhole">Every rule that was written is here; false for a start with a mistake in some, or before anything was read.</param>
public sealed record RuleSet(IReadOnlyList<CompiledRule> Rules, bool IsWhole)
{
    /// <summary>Ids of rules that exist and cannot be judged: their alerts are left as they are.</summary>
    public IReadOnlySet<string> Broken { get; init; } = new HashSet<string>();

    public static RuleSet Empty { get; } = new([], IsWhole: false);

    public IEnumerable<CompiledRule> Active => Rules.Where(rule => rule.Definition.IsActive);
}
