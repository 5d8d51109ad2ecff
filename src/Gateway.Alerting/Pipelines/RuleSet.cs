using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Pipelines;

/// <summary>The rules of one moment. Replaced as a whole, never changed.</summary>
public sealed record RuleSet(IReadOnlyList<CompiledRule> Rules)
{
    public static RuleSet Empty { get; } = new([]);

    public IEnumerable<CompiledRule> Active => Rules.Where(rule => rule.Definition.IsActive);
}
