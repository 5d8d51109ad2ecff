using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Metrics;

/// <summary>Reads the windows of one group over one length: what a metric computes from. A group without calls reads as zeros.</summary>
public readonly struct SeriesReader
{
    private readonly SeriesKey[] _series;
    private readonly IMetricWindow[]? _windows;
    private readonly TimeSpan _lag;

    internal SeriesReader(SeriesKey[] series, IMetricWindow[]? windows, TimeSpan length, TimeSpan lag, DateTimeOffset now)
    {
        (_series, _windows, Length, _lag, Now) = (series, windows, length, lag, now);
    }

    public TimeSpan Length { get; }

    /// <summary>On the windows' own clock.</summary>
    public DateTimeOffset Now { get; }

    public long Requests => Sum(Measure.Requests);

    public long Sum(Measure measure) => Find<SumWindow>(measure)?.Total ?? 0;

    /// <summary>Null when nothing was measured.</summary>
    public long? Highest(Measure measure) => Find<MaxWindow>(measure)?.Highest;

    /// <summary>Null when nothing was measured.</summary>
    public double? Quantile(Measure measure, double q) => Find<SketchWindow>(measure)?.Quantile(q);

    public long Distinct(Measure measure) => Find<DistinctWindow>(measure)?.Count ?? 0;

    /// <summary>Null when the group has had no calls since yesterday's midnight.</summary>
    public CalendarWindow? Calendar(Measure measure) => Find<CalendarWindow>(measure);

    public long ThisMonth(Measure measure) => Find<MonthWindow>(measure)?.ThisMonth ?? 0;

    /// <summary>Null when no call is remembered.</summary>
    public TimeSpan? SinceLastCall => Now - Find<LastCallWindow>(Measure.LastCall)?.LastAt;

    public InFlightWindow? InFlight => Find<InFlightWindow>(Measure.InFlight);

    private T? Find<T>(Measure measure)
        where T : class, IMetricWindow
    {
        if (_windows is null)
        {
            return null;
        }

        for (var index = 0; index < _series.Length; index++)
        {
            var series = _series[index];
            if (series.Measure == measure && (measure.HasOwnLength || (series.Length == Length && series.Lag == _lag)))
            {
                return (_windows[index] is LaggedWindow lagged ? lagged.Inner : _windows[index]) as T;
            }
        }

        return null;
    }
}
