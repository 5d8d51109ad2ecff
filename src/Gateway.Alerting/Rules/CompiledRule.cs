using Gateway.Alerting.Metrics;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>A rule as run: its logic bound to windows. Immutable and without a clock; live, tests and backtests run the same one.</summary>
public sealed class CompiledRule
{
    private readonly CompiledNode _root;
    private readonly CompiledCondition[] _conditions;
    private readonly CompiledCondition[] _holding;

    internal CompiledRule(RuleDefinition definition, Grouping grouping, CompiledNode root, IReadOnlyList<CompiledCondition> conditions)
    {
        Definition = definition;
        Grouping = grouping;
        _root = root;
        _conditions = [.. conditions];
        _holding = [.. conditions.Where(condition => condition.HeldBit != 0)];
        Populations = [.. conditions.Select(condition => condition.Gauge.Population).Distinct()];
        Series = [.. conditions.SelectMany(condition => condition.Series).Distinct()];
    }

    public RuleDefinition Definition { get; }

    public string Id => Definition.Id;

    public Grouping Grouping { get; }

    /// <summary>Every window that the rule reads.</summary>
    public IReadOnlyCollection<SeriesKey> Series { get; }

    /// <summary>The longest silence that it waits for: a last call within it must be known to the instant, and so must one just before.</summary>
    public TimeSpan LongestSilence => _conditions.Select(condition => condition.Silence).Max();

    /// <summary>The calls that its conditions are about.</summary>
    public IReadOnlyList<Population> Populations { get; }

    /// <summary>In the order of writing.</summary>
    internal IReadOnlyList<CompiledCondition> Conditions => _conditions;

    /// <summary>What its conditions say, in the order of writing.</summary>
    internal IEnumerable<string> ConditionIdentities => _conditions.Select(condition => condition.Identity);

    /// <summary>What its conditions read.</summary>
    internal IEnumerable<Gauge> Gauges => _conditions.SelectMany(condition => condition.Gauges);

    /// <summary>
    /// How far back single calls are needed to fill the windows for rules. Minute sums know of a last call to the minute, which does for silences that
    /// are longer than any that is waited for.
    /// </summary>
    public static TimeSpan CallsNeeded(WindowSet windows, IEnumerable<CompiledRule> rules)
    {
        var silence = rules.Select(rule => rule.LongestSilence).DefaultIfEmpty().Max();
        var exact = silence > TimeSpan.Zero ? silence + TimeSpan.FromMinutes(1) : TimeSpan.Zero;
        return windows.CallsNeeded > exact ? windows.CallsNeeded : exact;
    }

    /// <summary>The groups that have calls in any of the rule's windows.</summary>
    public IEnumerable<GroupKey> GroupsIn(WindowSet windows) =>
        Populations is [var only] ? windows.GroupsOf(only) : Populations.SelectMany(windows.GroupsOf).Distinct();

    /// <summary>
    /// Whether any group with calls could be met, or held by a recovery value, or silent where that matters: if not, none needs to be looked at.
    /// </summary>
    internal bool CouldMove(WindowSet windows)
    {
        if (Definition.NoData != NoDataPolicy.Ok || _root.CouldBeMet(windows))
        {
            return true;
        }

        foreach (var condition in _holding)
        {
            if (condition.CouldBeMet(windows))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>While none of these is reached, <see cref="CouldMove"/> is false. Null: it has to be asked at every tick.</summary>
    internal IReadOnlyList<Tripwire>? Tripwires =>
        Definition.NoData == NoDataPolicy.Ok ? Tripwire.Union([_root.Tripwires, .. _holding.Select(condition => condition.Tripwires)]) : null;

    /// <summary>The verdict alone: allocates nothing unless a condition with a recovery value is met.</summary>
    /// <param name="windows">Up to date for the tick.</param>
    /// <param name="group">The group to judge.</param>
    /// <param name="before">What the tick before has left behind.</param>
    internal Verdict Judge(WindowSet windows, GroupKey group, PreviousVerdict before)
    {
        var held = 0UL;
        var met = _root.IsMet(new(windows, group, BitsOf(before.Held)), ref held);
        // Only a rule with an opinion on silence needs to know of it.
        var noData = Definition.NoData != NoDataPolicy.Ok && IsSilent(windows, group);
        return new(Decide(met, noData, before), noData, NamesOf(held));
    }

    /// <param name="windows">Up to date for <paramref name="at"/>.</param>
    /// <param name="group">The group to judge.</param>
    /// <param name="at">The tick.</param>
    /// <param name="before">The group's state before this tick: recovery values and <c>keep_last</c> depend on it.</param>
    /// <param name="tick">The tick's number.</param>
    public Evaluation Evaluate(WindowSet windows, GroupKey group, DateTimeOffset at, PreviousVerdict before, long tick = 0)
    {
        var tree = _root.Evaluate(new(windows, group, BitsOf(before.Held)));
        var noData = IsSilent(windows, group);
        var (held, index) = (0UL, 0);
        foreach (var leaf in tree.Leaves())
        {
            held |= leaf.Met ? _conditions[index].HeldBit : 0;
            index++;
        }

        return new(group, at, Decide(tree.Met, noData, before), noData, NamesOf(held), tree) { Tick = tick };
    }

    private bool Decide(bool met, bool noData, PreviousVerdict before) => (noData, Definition.NoData) switch
    {
        (true, NoDataPolicy.Alert) => true,
        (true, NoDataPolicy.KeepLast) => before.Met,
        _ => met,
    };

    private bool IsSilent(WindowSet windows, GroupKey group)
    {
        foreach (var condition in _conditions)
        {
            if (windows.Read(condition.Gauge, group).Requests > 0)
            {
                return false;
            }
        }

        return true;
    }

    private string NamesOf(ulong held) =>
        held == 0 ? "" : string.Join('\n', _conditions.Where(condition => (condition.HeldBit & held) != 0).Select(condition => condition.Identity));

    private ulong BitsOf(string? held)
    {
        if (string.IsNullOrEmpty(held))
        {
            return 0;
        }

        var names = held.Split('\n');
        return _conditions.Where(condition => names.Contains(condition.Identity)).Aggregate(0UL, (bits, condition) => bits | condition.HeldBit);
    }
}

/// <summary>What the tick before has left behind.</summary>
/// <param name="Met">Whether the logic held.</param>
/// <param name="Held">The conditions that were met and have a recovery value, see <see cref="Verdict.Held"/>.</param>
public readonly record struct PreviousVerdict(bool Met, string? Held);

/// <summary>A tick's truth without its numbers.</summary>
/// <param name="Met">Whether the rule holds.</param>
/// <param name="NoData">Not one call was in any of its windows; not looked at where the rule has no opinion on that.</param>
/// <param name="Held">The conditions that are met and have a recovery value, each by what it says, one a line: an edit of the rule or a restart keeps what still means the same.</param>
internal readonly record struct Verdict(bool Met, bool NoData, string Held);
