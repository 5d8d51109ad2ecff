using Gateway.Alerting.Metrics;

namespace Gateway.Alerting.Rules;

/// <summary>One object for all equal gauges of a rule set: telling them apart is then a comparison of references.</summary>
internal sealed class SharedGauges
{
    private readonly Dictionary<Gauge, Gauge> _known = [];

    /// <param name="rules">Rules that are in force beside those to be compiled.</param>
    public SharedGauges(IEnumerable<CompiledRule> rules)
    {
        foreach (var gauge in rules.SelectMany(rule => rule.Gauges))
        {
            _known.TryAdd(gauge, gauge);
        }
    }

    public Gauge Of(Gauge gauge)
    {
        if (!_known.TryGetValue(gauge, out var known))
        {
            _known[gauge] = known = gauge;
        }

        return known;
    }
}
