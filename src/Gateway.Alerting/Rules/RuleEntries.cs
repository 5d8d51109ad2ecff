using System.Collections.Frozen;
using Gateway.Alerting.Pipelines;

namespace Gateway.Alerting.Rules;

/// <summary>Every rule of one moment: files and store put together. Immutable.</summary>
public sealed class RuleEntries
{
    private readonly FrozenDictionary<string, RuleEntry> _byId;

    private RuleEntries(IReadOnlyList<RuleEntry> all, IReadOnlyList<RuleEntry> hidden)
    {
        (All, Hidden) = (all, hidden);
        Broken = [.. all.Where(entry => entry.Compiled is null)];
        _byId = all.ToFrozenDictionary(entry => entry.Id, StringComparer.Ordinal);
    }

    public static RuleEntries None { get; } = new([], []);

    /// <summary>Those of the files in their order, then the stored ones by id.</summary>
    public IReadOnlyList<RuleEntry> All { get; }

    /// <summary>Stored rules that cannot be judged; they are in <see cref="All"/> too.</summary>
    public IReadOnlyList<RuleEntry> Broken { get; }

    /// <summary>Stored rules whose id belongs to a rule of a file; they are not in <see cref="All"/>.</summary>
    public IReadOnlyList<RuleEntry> Hidden { get; }

    public RuleEntry? Find(string id) => _byId.GetValueOrDefault(id);

    internal static RuleEntries Merge(IReadOnlyList<CompiledRule> files, IEnumerable<RuleEntry> stored)
    {
        // Two rules of one id in the files are a mistake; at a start that has it the first one counts.
        var first = files.DistinctBy(rule => rule.Id).ToList();
        var ids = first.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        var split = stored.ToLookup(entry => ids.Contains(entry.Id));
        var visible = split[false].Select((entry, index) => first.Count + index < RuleCompiler.MostRules ? entry : OneTooMany(entry));
        return new([.. first.Select(RuleEntry.OfFile), .. visible], [.. split[true]]);
    }

    internal RuleSet ToSet(bool isWhole) =>
        new([.. All.Select(entry => entry.Compiled).OfType<CompiledRule>()], isWhole) { Broken = Broken.Select(entry => entry.Id).ToFrozenSet(StringComparer.Ordinal) };

    private static RuleEntry OneTooMany(RuleEntry entry) =>
        entry with { Compiled = null, Mistakes = [.. entry.Mistakes, new(null, 1, 1, "", $"there are more than the {RuleCompiler.MostRules} rules that are allowed")] };
}
