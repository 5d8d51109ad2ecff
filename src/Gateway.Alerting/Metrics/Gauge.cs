using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Metrics;

/// <summary>A metric over the calls of one population and the time of one window: what a condition reads. Equal gauges are computed once a tick.</summary>
public sealed class Gauge : IEquatable<Gauge>
{
    private readonly int _hash;

    /// <param name="metric">What is measured.</param>
    /// <param name="population">Over which calls.</param>
    /// <param name="length">Over how long.</param>
    /// <param name="lag">How long ago the window ends.</param>
    public Gauge(Metric metric, Population population, TimeSpan length, TimeSpan lag)
    {
        (Metric, Population, Length, Lag) = (metric, population, length, lag);
        _hash = HashCode.Combine(metric.Name, population, length, lag);
    }

    public Metric Metric { get; }

    public Population Population { get; }

    public TimeSpan Length { get; }

    public TimeSpan Lag { get; }

    /// <summary>The windows it reads.</summary>
    public IEnumerable<SeriesKey> Series => Metric.Measures.Select(measure =>
        measure.HasOwnLength ? new SeriesKey(Population, measure, TimeSpan.Zero) : new SeriesKey(Population, measure, Length, Lag));

    public bool Equals(Gauge? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Metric == other.Metric && Length == other.Length && Lag == other.Lag && Population == other.Population);

    public override bool Equals(object? obj) => Equals(obj as Gauge);

    public override int GetHashCode() => _hash;

    internal GaugeReading Read(in SeriesReader series)
    {
        var (value, reason) = Metric.Read(series);
        return new(value, reason, Metric.Samples(series));
    }
}

/// <summary>A metric's value, or why there is none, with the number of calls behind it.</summary>
public readonly record struct GaugeReading(double? Value, string? Reason, long Requests);
