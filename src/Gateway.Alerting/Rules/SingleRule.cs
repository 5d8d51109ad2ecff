using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Rules;

/// <summary>One rule from a text that must hold exactly one, read and compiled.</summary>
public static class SingleRule
{
    /// <returns>The rule, or everything that is wrong with it.</returns>
    public static (CompiledRule? Rule, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, RuleCompiler compiler)
    {
        var reading = RuleReader.ReadOne(json);
        if (reading.Draft is not { } draft)
        {
            return (null, reading.Mistakes);
        }

        if (reading.Mistakes.Count > 0)
        {
            return (null, [.. reading.Mistakes, .. compiler.CheckDraft(draft, reading.Mistakes)]);
        }

        var (rules, unbound) = compiler.Compile([draft]);
        return unbound.Count > 0 ? (null, unbound) : (rules[0], []);
    }
}
