using Gateway.Alerting.Metrics;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Rules;

/// <summary>
/// The tripwires of many rules, gauge by gauge and sorted: one look at a gauge finds those that are reached, and no rule whose threshold is
/// further away is visited. Immutable.
/// </summary>
internal sealed class TripwireLines
{
    private readonly Line[] _lines;

    /// <param name="rules">For each rule its tripwires, null for one that has none.</param>
    public TripwireLines(IEnumerable<IReadOnlyList<Tripwire>?> rules) => _lines =
    [
        .. rules
            .SelectMany((wires, rule) => (wires ?? []).Select(wire => (wire.Gauge, wire.Comparison, wire.Threshold, Rule: rule)))
            .GroupBy(wire => (wire.Gauge, wire.Comparison))
            .Select(line => (line.Key, Wires: line.OrderBy(wire => line.Key.Comparison.IsUnder() ? -wire.Threshold : wire.Threshold).ToArray()))
            .Select(line => new Line(line.Key.Gauge, line.Key.Comparison, [.. line.Wires.Select(wire => wire.Threshold)], [.. line.Wires.Select(wire => wire.Rule)])),
    ];

    /// <summary>Marks the rules of which a tripwire is reached.</summary>
    /// <param name="windows">Up to date for the tick.</param>
    /// <param name="reached">A mark for each rule.</param>
    public void Mark(WindowSet windows, bool[] reached)
    {
        foreach (var line in _lines)
        {
            line.Mark(windows.RangeOf(line.Gauge), reached);
        }
    }

    /// <param name="Gauge">What is measured.</param>
    /// <param name="Comparison">With what the thresholds are compared.</param>
    /// <param name="Thresholds">Those that are reached first come first.</param>
    /// <param name="Rules">Whose they are.</param>
    private sealed record Line(Gauge Gauge, Comparison Comparison, double[] Thresholds, int[] Rules)
    {
        public void Mark(in GaugeRange range, bool[] reached)
        {
            for (var index = 0; index < Thresholds.Length && !range.IsEmpty && range.Any(Comparison, Thresholds[index]); index++)
            {
                reached[Rules[index]] = true;
            }
        }
    }
}
