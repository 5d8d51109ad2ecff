using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Text;
using Gateway.Alerting.Time;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>Binds rules to what exists (metrics, dimensions, channels) and reports everything that does not, for all rules at once.</summary>
/// <param name="channelIds">The channels that rules may name at that moment.</param>
public sealed class RuleCompiler(Func<IReadOnlyCollection<string>> channelIds)
{
    /// <summary>Of files and API together.</summary>
    public const int MostRules = 10_000;

    /// <param name="channelIds">The channels that rules may name, always.</param>
    public RuleCompiler(IReadOnlyCollection<string> channelIds)
        : this(() => channelIds)
    {
    }

    /// <returns>The rules without a mistake, and all mistakes.</returns>
    public (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(IReadOnlyList<RuleDefinition> definitions) =>
        Compile(definitions, new([]));

    /// <param name="definitions">The rules.</param>
    /// <param name="shared">The gauges of the rules that will be in force beside them.</param>
    internal (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(IReadOnlyList<RuleDefinition> definitions, SharedGauges shared)
    {
        var mistakes = new List<RuleDiagnostic>();
        var rules = new List<CompiledRule>();
        var known = channelIds();
        foreach (var definition in definitions)
        {
            var own = new RuleBinding(definition, known, shared);
            if (own.Bind() is { } rule)
            {
                rules.Add(rule);
            }

            mistakes.AddRange(own.Mistakes.Concat(own.Contradictions));
        }

        mistakes.AddRange(Duplicates(definitions));
        if (definitions.Count > MostRules)
        {
            mistakes.Add(new(null, 1, 1, "", $"{definitions.Count} rules are more than the {MostRules} that are allowed"));
        }

        return (rules, mistakes);
    }

    /// <summary>
    /// What can be said of a rule that has mistakes of form already, so that people see both kinds at once. A field that could not be read is not
    /// judged further, and where a condition has such a field, its fields are not held against each other.
    /// </summary>
    /// <param name="draft">The rule as far as it could be read.</param>
    /// <param name="malformed">The mistakes of form, of this rule and perhaps of others.</param>
    public IReadOnlyList<RuleDiagnostic> CheckDraft(RuleDefinition draft, IReadOnlyList<RuleDiagnostic> malformed)
    {
        var paths = malformed.Where(mistake => mistake.File == draft.Source.File).Select(mistake => mistake.Path).ToHashSet();
        var places = paths.Select(PlaceOf).ToHashSet();
        var binding = new RuleBinding(draft, channelIds(), new([]));
        binding.Bind();
        return
        [
            .. binding.Mistakes.Where(mistake => !paths.Contains(mistake.Path)),
            .. binding.Contradictions.Where(mistake => !places.Contains(PlaceOf(mistake.Path))),
        ];
    }

    /// <summary>The condition that a path leads into; elsewhere the path itself.</summary>
    private static string PlaceOf(string path) =>
        path.LastIndexOf("conditions[", StringComparison.Ordinal) is >= 0 and var start ? path[..(path.IndexOf(']', start) + 1)]
        : path;

    private static IEnumerable<RuleDiagnostic> Duplicates(IReadOnlyList<RuleDefinition> definitions) =>
        from same in definitions.GroupBy(definition => definition.Id)
        from again in same.Skip(1)
        select new RuleDiagnostic(again.Source.File, again.Source.Line, 1, "id", $"'{again.Id}' is already the id of a rule in {same.First().Source.File ?? "another place"}:{same.First().Source.Line}; ids are unique");

    /// <summary>The binding of one rule.</summary>
    private sealed class RuleBinding(RuleDefinition rule, IReadOnlyCollection<string> channelIds, SharedGauges shared)
    {
        /// <summary>A day: how long a silent group is remembered at the least.</summary>
        private static readonly TimeSpan ShortestMemory = TimeSpan.FromDays(1);

        private readonly List<CompiledCondition> _conditions = [];

        /// <summary>What a field names does not exist.</summary>
        public List<RuleDiagnostic> Mistakes { get; } = [];

        /// <summary>Fields of one condition that do not go together.</summary>
        public List<RuleDiagnostic> Contradictions { get; } = [];

        public CompiledRule? Bind()
        {
            var grouping = new Grouping([.. rule.GroupBy.Select(BindGroup).OfType<Dimension>()]);
            foreach (var again in rule.GroupBy.GroupBy(name => name).Where(same => same.Count() > 1))
            {
                Mistake(RuleReader.GroupByField, $"'{again.Key}' is named twice; keep one");
            }

            var root = BindNode(rule.Logic, grouping);
            foreach (var channel in rule.Channels?.Where(channel => !channelIds.Contains(ChannelIds.Canonical(channel))) ?? [])
            {
                Mistake(RuleReader.ChannelsField, $"unknown channel '{channel}'; {NearestName.Hint(channel, channelIds)}");
            }

            return Mistakes.Count + Contradictions.Count == 0 ? new(rule, grouping, root, _conditions) : null;
        }

        private CompiledNode BindNode(LogicNode node, Grouping grouping) => node switch
        {
            LogicGroup group => new CompiledGroup(group.Operator, [.. group.Conditions.Select(child => BindNode(child, grouping))]),
            Condition condition => BindCondition(condition, grouping),
            _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
        };

        private CompiledCondition BindCondition(Condition condition, Grouping grouping)
        {
            var metric = MetricCatalog.Find(condition.Metric);
            if (metric is null)
            {
                Mistake(condition.Position, $"unknown metric '{condition.Metric}'; {NearestName.Hint(condition.Metric, [.. MetricCatalog.All.Select(known => known.Name)])}");
            }

            CheckRecovery(condition);
            var matcher = new CallMatcher(condition.Filter.Select(part => BindFilter(part, PositionOf(condition, $"filter.{part.Key}"))).OfType<KeyValuePair<Dimension, string>>());
            var bound = Bind(condition, metric ?? MetricCatalog.All[0], new(matcher, grouping));
            _conditions.Add(bound);
            return bound;
        }

        private CompiledCondition Bind(Condition condition, Metric metric, Population population)
        {
            var length = LengthOf(condition, metric);
            var gauge = shared.Of(new(metric, population, length, TimeSpan.Zero));
            if (!condition.Operator.IsChange())
            {
                return new(condition, _conditions.Count, gauge, null);
            }

            if (!metric.HasPast)
            {
                Contradiction(PositionOf(condition, "operator"), $"'{metric.Name}' has no window some time back to compare with{(metric.IsCalendar ? "; cost_change_percent compares days" : "")}");
            }

            var shortest = condition.CompareTo.Lag(length) / LaggedWindow.MostWaiting;
            if (length < shortest)
            {
                Contradiction(condition.Position, $"a window that is compared with {condition.CompareTo.Words()} is at least {DurationText.Format(TimeSpan.FromSeconds(Math.Ceiling(shortest.TotalSeconds)))} long");
            }

            return new(condition, _conditions.Count, gauge, shared.Of(new(metric, population, length, condition.CompareTo.Lag(length))));
        }

        /// <summary>Days and months have their own length; silence is remembered for longer than it is waited for.</summary>
        private TimeSpan LengthOf(Condition condition, Metric metric)
        {
            var window = condition.TimeWindow ?? rule.TimeWindow;
            if (metric.IsCalendar)
            {
                return TimeSpan.Zero;
            }

            if (!metric.Measures.Contains(Measure.LastCall))
            {
                return window;
            }

            // Whole hours: the windows are then filled from minute sums at a start.
            var hours = Math.Max(window.TotalHours, Math.Clamp(condition.Threshold / 1800, ShortestMemory.TotalHours, LogicReader.LongestWindow.TotalHours));
            return TimeSpan.FromHours(Math.Ceiling(hours));
        }

        private void CheckRecovery(Condition condition)
        {
            var wrong = (condition.Operator, condition.Recovery) switch
            {
                (_, null) => false,
                (Comparison.Equal or Comparison.NotEqual, _) => true,
                (var comparison, var value) => comparison.IsUnder() ? value < condition.Threshold : value > condition.Threshold,
            };
            if (wrong)
            {
                Contradiction(PositionOf(condition, "recovery"), $"'recovery' of {condition.Metric} must lie on the clear side of the threshold {condition.Threshold} (with >, >= and change> at or below it, with <, <= and change< at or above it; = and != have none)");
            }
        }

        private Dimension? BindGroup(string name)
        {
            if (!Dimension.TryGroup(name, out var dimension))
            {
                Mistake(RuleReader.GroupByField, $"unknown dimension '{name}'; {NearestName.Hint(name, Dimension.GroupNames)}");
            }

            return dimension;
        }

        private KeyValuePair<Dimension, string>? BindFilter(KeyValuePair<string, string> part, SourcePosition position)
        {
            if (Dimension.TryFilter(part.Key, out var dimension))
            {
                return new(dimension, part.Value);
            }

            Mistake(position, $"unknown filter '{part.Key}'; {NearestName.Hint(part.Key, Dimension.FilterNames)}");
            return null;
        }

        private static SourcePosition PositionOf(Condition condition, string field) => condition.Positions.GetValueOrDefault(field, condition.Position);

        private void Mistake(string field, string message) => Mistake(rule.Positions.GetValueOrDefault(field, new(rule.Source.Line, 1, field)), message);

        private void Mistake(SourcePosition at, string message) => Mistakes.Add(Diagnostic(at, message));

        private void Contradiction(SourcePosition at, string message) => Contradictions.Add(Diagnostic(at, message));

        private RuleDiagnostic Diagnostic(SourcePosition at, string message) => new(rule.Source.File, at.Line, at.Column, at.Path, $"{message} (rule '{rule.Id}')");
    }
}
