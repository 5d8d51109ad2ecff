using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Metrics;

/// <summary>The lowest and the highest value of a gauge over all groups of its population.</summary>
internal readonly record struct GaugeRange(double Lowest, double Highest)
{
    public static GaugeRange Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>No group has a value.</summary>
    public bool IsEmpty => Lowest > Highest;

    public GaugeRange Including(double? value) => value is { } number ? new(Math.Min(Lowest, number), Math.Max(Highest, number)) : this;

    /// <summary>Whether a value within could satisfy the comparison.</summary>
    public bool Any(Comparison comparison, double threshold) => comparison switch
    {
        Comparison.Equal => threshold >= Lowest && threshold <= Highest,
        Comparison.NotEqual => Lowest != threshold || Highest != threshold,
        _ => comparison.Holds(comparison.IsUnder() ? Lowest : Highest, threshold),
    };
}
