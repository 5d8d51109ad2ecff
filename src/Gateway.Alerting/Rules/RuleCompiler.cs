using Gateway.Alerting.Metrics;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Text;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>Binds rules to what exists (metrics, dimensions, channels) and reports everything that does not, for all rules at once.</summary>
/// <param name="channelIds">The channels that rules may name.</param>
public sealed class RuleCompiler(IReadOnlyCollection<string> channelIds)
{
    private const int MostRules = 10_000;

    /// <returns>The rules without a mistake, and all mistakes.</returns>
    public (IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Compile(IReadOnlyList<RuleDefinition> definitions)
    {
        var mistakes = new List<RuleDiagnostic>();
        var rules = new List<CompiledRule>();
        foreach (var definition in definitions)
        {
            var own = new RuleBinding(definition, channelIds);
            if (own.Bind() is { } rule)
            {
                rules.Add(rule);
            }

            mistakes.AddRange(own.Mistakes);
        }

        mistakes.AddRange(Duplicates(definitions));
        if (definitions.Count > MostRules)
        {
            mistakes.Add(new(null, 1, 1, "", $"{definitions.Count} rules are more than the {MostRules} that are allowed"));
        }

        return (rules, mistakes);
    }

    private static IEnumerable<RuleDiagnostic> Duplicates(IReadOnlyList<RuleDefinition> definitions) =>
        from same in definitions.GroupBy(definition => definition.Id)
        from again in same.Skip(1)
        select new RuleDiagnostic(again.Source.File, again.Source.Line, 1, "id", $"'{again.Id}' is already the id of a rule in {same.First().Source.File ?? "another place"}:{same.First().Source.Line}; ids are unique");

    /// <summary>The binding of one rule.</summary>
    private sealed class RuleBinding(RuleDefinition rule, IReadOnlyCollection<string> channelIds)
    {
        private readonly List<CompiledCondition> _conditions = [];

        public List<RuleDiagnostic> Mistakes { get; } = [];

        public CompiledRule? Bind()
        {
            var grouping = new Grouping([.. rule.GroupBy.Select(BindGroup).OfType<Dimension>()]);
            var root = BindNode(rule.Logic, grouping);
            foreach (var channel in rule.Channels?.Where(channel => !channelIds.Contains(ChannelIds.Canonical(channel))) ?? [])
            {
                Mistake(RuleReader.ChannelsField, $"unknown channel '{channel}'; {NearestName.Hint(channel, channelIds)}");
            }

            return Mistakes.Count == 0 ? new(rule, grouping, root, _conditions) : null;
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
            var matcher = new CallMatcher(condition.Filter.Select(part => BindFilter(part, condition.Position)).OfType<KeyValuePair<Dimension, string>>());
            var bound = new CompiledCondition(
                condition,
                _conditions.Count,
                metric ?? MetricCatalog.All[0],
                new(matcher, grouping),
                condition.TimeWindow ?? rule.TimeWindow);
            _conditions.Add(bound);
            return bound;
        }

        private void CheckRecovery(Condition condition)
        {
            var wrong = (condition.Operator, condition.Recovery) switch
            {
                (_, null) => false,
                (Comparison.GreaterThan or Comparison.GreaterOrEqual, var value) => value > condition.Threshold,
                (Comparison.LessThan or Comparison.LessOrEqual, var value) => value < condition.Threshold,
                _ => true,
            };
            if (wrong)
            {
                Mistake(condition.Position, $"'recovery' of {condition.Metric} must lie on the clear side of the threshold {condition.Threshold} (with > or >= at or below it, with < or <= at or above it; = and != have none)");
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

        private void Mistake(string field, string message) => Mistake(rule.Positions.GetValueOrDefault(field, new(rule.Source.Line, 1, field)), message);

        private void Mistake(SourcePosition at, string message) => Mistakes.Add(new(rule.Source.File, at.Line, at.Column, at.Path, $"{message} (rule '{rule.Id}')"));
    }
}
