using Gateway.Alerting.History;
using Gateway.Alerting.Pipelines;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>The list of rules: all of them are filtered and sorted in memory, and only a page is looked up in the database, at once.</summary>
internal sealed class RuleTable(RuleBook book, AlertMemory memory, IRuleDays days, TimeProvider time)
{
    public async Task<RulePage> PageAsync(RuleFilter filter, RuleSort sort, int limit, int offset, CancellationToken cancellationToken)
    {
        var all = await book.AllAsync(cancellationToken);
        var matching = all.Where(filter.Matches).ToList();
        // A deletion may have emptied the last page.
        var start = Math.Clamp(offset, 0, Math.Max(0, matching.Count - 1) / limit * limit);
        return new(
            // Skipping right behind the sorting spares it all but the page.
            await RowsAsync([.. matching.Sorted(sort).Skip(start).Take(limit)], cancellationToken),
            matching.Count,
            all.Count,
            [.. all.CountBy(RuleStandings.Of).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))],
            [.. all.Select(rule => RuleFilter.SourceOf(rule.Entry)).Distinct().Order(StringComparer.Ordinal)],
            [.. all.SelectMany(rule => rule.Entry.Definition?.Channels ?? []).Distinct().Order(StringComparer.Ordinal)])
        { Offset = start };
    }

    /// <summary>Those of the rules that are still there, in the order asked for.</summary>
    public async Task<IReadOnlyList<RuleRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await RowsAsync(await book.FindAllAsync(ids, cancellationToken), cancellationToken);

    /// <summary>The <see cref="RuleRow.Stamp"/> of each rule, by its id: no day is looked up for it.</summary>
    public async Task<IReadOnlyDictionary<string, string>> StampsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await book.FindAllAsync(ids, cancellationToken)).ToDictionary(rule => rule.Entry.Id, rule => Row(rule, new([])).Stamp);

    private async Task<IReadOnlyList<RuleRow>> RowsAsync(IReadOnlyList<RuleView> rules, CancellationToken cancellationToken)
    {
        var byId = await days.LastDayAsync([.. rules.Select(rule => rule.Entry.Id)], cancellationToken);
        return [.. rules.Select(rule => Row(rule, byId[rule.Entry.Id]))];
    }

    private RuleRow Row(RuleView rule, RuleDay day)
    {
        var state = memory.Of(rule.Entry.Id);
        var quietUntil = state.CoolingSince + rule.Entry.Definition?.Cooldown;
        return new(rule, day, rule.Entry.Compiled is not null && quietUntil > time.GetUtcNow() ? quietUntil : null, state.GroupsInPhase);
    }
}
