using Gateway.Alerting;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Rules with how they are doing: what the pages and the API show.</summary>
internal sealed class RuleBook(RuleSetProvider rules, IRuleStore store, AlertMemory memory, RuleHealthBoard board)
{
    /// <param name="includeInactive">With those that are switched off.</param>
    /// <param name="search">Part of id, name or description; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>By name.</returns>
    public async Task<IReadOnlyList<RuleView>> ListAsync(bool includeInactive, string? search, CancellationToken cancellationToken)
    {
        var counters = await store.CountersAsync(null, cancellationToken);
        return
        [
            .. from entry in rules.Entries.All
               where includeInactive || entry.Definition?.IsActive != false
               where search is null || IsFound(entry, search)
               orderby entry.Definition?.Name ?? entry.Id, entry.Id
               select View(entry, counters),
        ];
    }

    /// <summary>Every rule, in no order.</summary>
    public async Task<IReadOnlyList<RuleView>> AllAsync(CancellationToken cancellationToken)
    {
        var counters = await store.CountersAsync(null, cancellationToken);
        return [.. rules.Entries.All.Select(entry => View(entry, counters))];
    }

    /// <summary>Those that are there, in the order asked for.</summary>
    public async Task<IReadOnlyList<RuleView>> FindAllAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var counters = await store.CountersAsync(ids, cancellationToken);
        return [.. ids.Distinct(StringComparer.Ordinal).Select(rules.Entries.Find).OfType<RuleEntry>().Select(entry => View(entry, counters))];
    }

    /// <summary>Whether a part of the rule's id, name or description is as searched.</summary>
    public static bool IsFound(RuleEntry entry, string search) => Texts(entry).Any(text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);

    public async Task<RuleView?> FindAsync(string id, CancellationToken cancellationToken) =>
        rules.Entries.Find(id) is { } entry ? await DescribeAsync(entry, cancellationToken) : null;

    public async Task<RuleView> DescribeAsync(RuleEntry entry, CancellationToken cancellationToken) =>
        View(entry, await store.CountersAsync([entry.Id], cancellationToken));

    /// <returns>In the same order.</returns>
    public async Task<IReadOnlyList<RuleView>> DescribeAsync(IEnumerable<RuleEntry> entries, CancellationToken cancellationToken)
    {
        var counters = await store.CountersAsync(null, cancellationToken);
        return [.. entries.Select(entry => View(entry, counters))];
    }

    private static string?[] Texts(RuleEntry entry) => [entry.Id, entry.Definition?.Name, entry.Definition?.Description];

    private RuleView View(RuleEntry entry, IReadOnlyDictionary<string, RuleCounters> counters)
    {
        var isJudged = entry is { Compiled: not null, Definition.IsActive: true };
        return new(
            entry,
            isJudged ? memory.PhaseOf(entry.Id) : AlertPhase.Normal,
            isJudged && memory.Of(entry.Id).IsFlapping,
            isJudged ? board.Of(entry.Id) : [],
            counters.GetValueOrDefault(entry.Id, RuleCounters.None));
    }
}

/// <summary>One rule with how it is doing.</summary>
/// <param name="Entry">The rule.</param>
/// <param name="State">The most urgent state of its groups.</param>
/// <param name="IsFlapping">Whether any of them goes to and fro.</param>
/// <param name="Troubles">What is the matter with judging it.</param>
/// <param name="Counters">How often it fired.</param>
internal sealed record RuleView(RuleEntry Entry, AlertPhase State, bool IsFlapping, IReadOnlyList<RuleHealth> Troubles, RuleCounters Counters)
{
    private const string Ok = "ok";
    private const string Broken = "broken";

    public string Name => Entry.Definition?.Name ?? Entry.Id;

    /// <summary><c>ok</c>, <c>broken</c> (it does not compile), or its first trouble: <c>failed, slow, folding</c>.</summary>
    public string Health => Entry.Compiled is null ? Broken : Troubles is [var first, ..] ? EnumWords.Of(first.Kind) : Ok;

    /// <summary>What is the matter, in words; null when nothing is.</summary>
    public string? Problem => Entry.Problem ?? (Troubles.Count == 0 ? null : string.Join("; ", Troubles.Select(trouble => trouble.Words)));
}
