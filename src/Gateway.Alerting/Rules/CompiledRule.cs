using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>A rule as run: its logic bound to windows. Immutable and without a clock; live, tests and backtests run the same one.</summary>
public sealed class CompiledRule
{
    private readonly CompiledNode _root;
    private readonly IReadOnlyList<Population> _populations;
    private readonly SeriesKey[] _requestSeries;

    internal CompiledRule(RuleDefinition definition, Grouping grouping, CompiledNode root, IReadOnlyList<CompiledCondition> conditions)
    {
        Definition = definition;
        Grouping = grouping;
        _root = root;
        _populations = [.. conditions.Select(condition => condition.Population).Distinct()];
        Series = [.. conditions.SelectMany(condition => condition.Series).Distinct()];
        _requestSeries = [.. Series.Where(series => series.Measure == Metrics.Measure.Requests)];
    }

    public RuleDefinition Definition { get; }

    public string Id => Definition.Id;

    public Grouping Grouping { get; }

    /// <summary>Every window that the rule reads.</summary>
    public IReadOnlyCollection<SeriesKey> Series { get; }

    /// <summary>The groups that have calls in any of the rule's windows.</summary>
    public IEnumerable<GroupKey> GroupsIn(WindowSet windows) => _populations.SelectMany(windows.GroupsOf).Distinct();

    /// <param name="windows">Up to date for <paramref name="at"/>.</param>
    /// <param name="group">The group to judge.</param>
    /// <param name="at">The tick.</param>
    /// <param name="before">The group's state before this tick: recovery values and <c>keep_last</c> depend on it.</param>
    public Evaluation Evaluate(WindowSet windows, GroupKey group, DateTimeOffset at, PreviousVerdict before)
    {
        var tree = _root.Evaluate(new(windows, group, before.MetConditions));
        var noData = _requestSeries.All(series => (windows.Find(series, group) as SumWindow)?.Total is null or 0);
        var met = (noData, Definition.NoData) switch
        {
            (true, NoDataPolicy.Alert) => true,
            (true, NoDataPolicy.KeepLast) => before.Met,
            _ => tree.Met,
        };
        return new(group, at, met, noData, Bits(tree), tree);
    }

    private static ulong Bits(EvaluatedNode tree)
    {
        var (bits, index) = (0UL, 0);
        foreach (var leaf in tree.Leaves())
        {
            bits |= leaf.Met ? 1UL << index : 0;
            index++;
        }

        return bits;
    }
}

/// <summary>What the tick before has left behind.</summary>
public readonly record struct PreviousVerdict(bool Met, ulong MetConditions);
