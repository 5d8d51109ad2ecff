using Gateway.Alerting.Metrics;

namespace Gateway.Alerting.Windows;

/// <summary>The windows of one group, and what was read off them since they last changed.</summary>
internal sealed class GroupWindows(IMetricWindow[] windows)
{
    private (long Version, GaugeReading Reading)[] _readings = [];

    public IMetricWindow[] Windows => windows;

    /// <summary>On the windows' own clock.</summary>
    public DateTimeOffset LastCallAt { get; set; }

    /// <summary>Many rules read the same gauge: the first one computes it.</summary>
    public GaugeReading Read(int index, Gauge gauge, in SeriesReader series, long version)
    {
        if (index >= _readings.Length)
        {
            Array.Resize(ref _readings, index + 4);
        }

        ref var known = ref _readings[index];
        if (known.Version != version)
        {
            known = (version, gauge.Read(series));
        }

        return known.Reading;
    }
}
