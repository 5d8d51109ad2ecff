using System.Reactive.Linq;
using System.Reactive.Subjects;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Telemetry;

/// <summary>Reads the overview's numbers off the engine's own windows, once a second, so that the page and the rules can never disagree.</summary>
internal sealed class LiveMetricsSource(CallFeed feed, AlertChanges alerts, DeliveryChanges deliveries, InFlightCalls inFlight, AlertTally tally) : ILiveFeed, IDisposable
{
    private const int SecondsKept = 120;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly Subject<LiveMetrics> _metrics = new();
    private volatile LiveMetrics[] _recent = [];

    /// <summary>The windows it needs.</summary>
    public IReadOnlyList<SeriesKey> Series { get; } =
    [
        .. new[] { Measure.Requests, Measure.TotalTokens }.Select(measure => new SeriesKey(Population.AllCalls, measure, Short)),
        .. new[] { Measure.Requests, Measure.Errors, Measure.Cost, Measure.Latency, Measure.TtftSum, Measure.TtftCount, Measure.CalendarCost, Measure.CalendarUnpriced }
            .Select(measure => new SeriesKey(Population.AllCalls, measure, Long)),
    ];

    public LiveMetrics Current => _recent is [.., var last] ? last : new() { At = DateTimeOffset.MinValue };

    public IReadOnlyList<LiveMetrics> Recent => _recent;

    public IObservable<LiveMetrics> Metrics => _metrics.AsObservable();

    public IObservable<LlmCall> Calls => feed.Calls;

    public IObservable<Alert> Alerts => alerts.Alerts;

    public IObservable<DeliveryChange> Deliveries => deliveries.Deliveries;

    /// <summary>At each tick; ticks faster than once a second are skipped.</summary>
    public void Take(WindowSnapshot snapshot)
    {
        if (_recent is [.., var last] && snapshot.At - last.At < Pace * 0.95 && snapshot.At >= last.At)
        {
            return;
        }

        var now = Read(snapshot);
        _recent = [.. _recent.TakeLast(SecondsKept - 1), now];
        _metrics.OnNext(now);
    }

    public void Dispose() => _metrics.Dispose();

    private LiveMetrics Read(WindowSnapshot snapshot)
    {
        var shortly = snapshot.Windows.Reader(Population.AllCalls, Short, GroupKey.Whole);
        var longer = snapshot.Windows.Reader(Population.AllCalls, Long, GroupKey.Whole);
        return new()
        {
            At = snapshot.At,
            CallsPerSecond = shortly.Requests / Short.TotalSeconds,
            TokensPerSecond = shortly.Sum(Measure.TotalTokens) / Short.TotalSeconds,
            CostTodayUsd = new NanoUsd(longer.Calendar(Measure.CalendarCost)?.Today ?? 0).Dollars,
            CostPerHourUsd = new NanoUsd(longer.Sum(Measure.Cost)).Dollars * (decimal)(TimeSpan.FromHours(1) / Long),
            ErrorRatePercent = Share(longer.Sum(Measure.Errors) * 100.0, longer.Requests),
            P95LatencyMs = longer.Quantile(Measure.Latency, 0.95) / 1000,
            AverageTtftMs = Share(longer.Sum(Measure.TtftSum) / 1000.0, longer.Sum(Measure.TtftCount)),
            InFlight = inFlight.Count,
            UnpricedToday = longer.Calendar(Measure.CalendarUnpriced)?.Today ?? 0,
            OpenAlerts = tally.Unresolved,
        };
    }

    private static double? Share(double part, long of) => of == 0 ? null : part / of;
}
