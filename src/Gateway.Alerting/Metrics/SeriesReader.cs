using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Metrics;

/// <summary>Reads the windows of one group over one length: what a metric computes from. A group without calls reads as zeros.</summary>
public readonly struct SeriesReader(WindowSet windows, Population population, TimeSpan length, GroupKey group)
{
    public TimeSpan Length => length;

    public long Requests => Sum(Measure.Requests);

    public long Sum(Measure measure) => (Find(measure) as SumWindow)?.Total ?? 0;

    /// <summary>Null when nothing was measured.</summary>
    public double? Quantile(Measure measure, double q) => (Find(measure) as SketchWindow)?.Quantile(q);

    /// <summary>Null when the group has had no calls since yesterday's midnight.</summary>
    public CalendarWindow? Calendar(Measure measure) => Find(measure) as CalendarWindow;

    private IMetricWindow? Find(Measure measure) => windows.Find(new(population, measure, length), group);
}
