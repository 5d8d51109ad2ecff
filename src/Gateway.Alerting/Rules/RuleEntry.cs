using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Rules;

/// <summary>One rule as people see it: what it says, where it comes from, and whether it can be judged.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it says; null when a stored text cannot be read.</param>
/// <param name="Compiled">What is judged; null when it is broken.</param>
/// <param name="Version">Its present version in the store; null for a rule from a file.</param>
/// <param name="Mistakes">Why it is broken, such as a channel that has been removed since.</param>
public sealed record RuleEntry(string Id, RuleDefinition? Definition, CompiledRule? Compiled, RuleVersion? Version, IReadOnlyList<RuleDiagnostic> Mistakes)
{
    /// <summary>What <see cref="Source"/> says of a stored rule.</summary>
    public const string FromApi = "api";

    public bool IsFromFile => Version is null;

    /// <summary><c>config/rules/errors.json:3</c>, or <see cref="FromApi"/>.</summary>
    public string Source => Version is null ? $"{Definition?.Source.File}:{Definition?.Source.Line}" : FromApi;

    /// <summary>Why it is not judged, in words; null when it is.</summary>
    public string? Problem => Mistakes.Count == 0 ? null : string.Join("; ", Mistakes.Select(mistake => mistake.Message));

    internal static RuleEntry OfFile(CompiledRule rule) => new(rule.Id, rule.Definition, rule, null, []);

    internal static RuleEntry OfStore(RuleVersion version, RuleCompiler compiler, SharedGauges shared)
    {
        var reading = RuleReader.ReadOne(version.Document, version.RuleId);
        if (reading.Draft is not { } definition || reading.Mistakes.Count > 0)
        {
            return new(version.RuleId, null, null, version, reading.Mistakes);
        }

        var (compiled, mistakes) = compiler.Compile([definition], shared);
        return new(version.RuleId, definition, compiled.SingleOrDefault(), version, mistakes);
    }
}
