using Gateway.Alerting.Metrics;

namespace Gateway.Alerting.Rules;

/// <summary>A value of a gauge, in whichever group, beyond which a rule has to be looked at.</summary>
/// <param name="Gauge">What is measured.</param>
/// <param name="Comparison">Over or under; never equal or a change, which no sorting helps to find.</param>
/// <param name="Threshold">The value.</param>
internal readonly record struct Tripwire(Gauge Gauge, Comparison Comparison, double Threshold)
{
    /// <summary>Null when one of them is: what has to be looked at has no tripwire.</summary>
    public static IReadOnlyList<Tripwire>? Union(IEnumerable<IReadOnlyList<Tripwire>?> parts)
    {
        var all = new HashSet<Tripwire>();
        foreach (var part in parts)
        {
            if (part is null)
            {
                return null;
            }

            all.UnionWith(part);
        }

        return [.. all];
    }
}
