using System.Collections.Frozen;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Metrics;

/// <summary>Every metric that rules can name.</summary>
public static class MetricCatalog
{
    private const string NoRequests = "no calls in the window";
    private const string NoBaseline = "no baseline";

    public static IReadOnlyList<Metric> All { get; } =
    [
        Count("total_requests", "Finished calls.", Measure.Requests),
        Count("errors", "Calls that ended in anything but success, client_error or client_cancelled.", Measure.Errors),
        Share("error_rate", "Errors in percent of the calls.", Measure.Errors),
        Count("failures", "Calls that ended in anything but success or client_cancelled.", Measure.Failures),
        Share("failure_rate", "Failures in percent of the calls.", Measure.Failures),
        Count("rate_limited", "Calls that the provider refused with 429.", Measure.RateLimited),
        Share("rate_limited_rate", "Rate-limited calls in percent of the calls.", Measure.RateLimited),
        Count("overloaded", "Calls that the provider refused because it was too busy.", Measure.Overloaded),
        Count("stream_errors", "Streams with an error inside or without their end.", Measure.StreamErrors),
        Count("client_cancelled", "Calls whose client went away first.", Measure.ClientCancelled),
        Count("unpriced_requests", "Calls whose cost is not known.", Measure.Unpriced),
        PerMinute(),

        Sum("total_tokens", "Input and output tokens.", Measure.TotalTokens),
        Sum("input_tokens", "Input tokens, cached ones included.", Measure.InputTokens),
        Sum("output_tokens", "Output tokens, reasoning included.", Measure.OutputTokens),

        Cost("total_cost", "usd", "sum", "What the calls cost, as far as it is known.", "0", [], series => Dollars(series.Sum(Measure.Cost))),
        Cost("cost_per_hour", "usd/h", "rate", "What the calls cost, scaled to an hour.", "0", [], series => Dollars(series.Sum(Measure.Cost)) / series.Length.TotalHours),
        AverageCost(),
        DailyCost(),
        CostChange(),

        AverageLatency(),
        Latency("p50_latency", 0.50),
        Latency("p90_latency", 0.90),
        Latency("p95_latency", 0.95),
        Latency("p99_latency", 0.99),
        AverageTtft(),
    ];

    private static readonly FrozenDictionary<string, Metric> ByName = All.ToFrozenDictionary(metric => metric.Name, StringComparer.Ordinal);

    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);

    private static Metric Count(string name, string description, Measure measure) =>
        new(name, "calls", "count", description, "0", [Measure.Requests, measure], series => MetricReading.Of(series.Sum(measure)));

    private static Metric Sum(string name, string description, Measure measure) =>
        new(name, "tokens", "sum", description, "0", [Measure.Requests, measure], series => MetricReading.Of(series.Sum(measure)));

    private static Metric Share(string name, string description, Measure measure) =>
        new(name, "%", "percent", description, "nothing: the condition is not met", [Measure.Requests, measure], series => series.Requests == 0
            ? MetricReading.Nothing(NoRequests)
            : MetricReading.Of(100.0 * series.Sum(measure) / series.Requests));

    private static Metric PerMinute() =>
        new("requests_per_minute", "calls/min", "rate", "Finished calls, scaled to a minute.", "0", [Measure.Requests], series =>
            MetricReading.Of(series.Requests / series.Length.TotalMinutes));

    private static Metric Cost(string name, string unit, string kind, string description, string noCalls, IReadOnlyList<Measure> more, Func<SeriesReader, double> read) =>
        new(name, unit, kind, description, noCalls, [Measure.Requests, Measure.Cost, .. more], series => MetricReading.Of(read(series)));

    private static Metric AverageCost() =>
        new("avg_cost_per_request", "usd", "average", "Cost of a call, over the calls whose cost is known.", "nothing: the condition is not met", [Measure.Requests, Measure.Cost, Measure.Unpriced], series =>
            series.Requests - series.Sum(Measure.Unpriced) is > 0 and var priced
                ? MetricReading.Of(Dollars(series.Sum(Measure.Cost)) / priced)
                : MetricReading.Nothing("no priced calls in the window"));

    private static Metric DailyCost() =>
        new("daily_cost", "usd", "calendar", "Cost since midnight in Alerting:TimeZone.", "0", [Measure.Requests, Measure.CalendarCost], series =>
            MetricReading.Of(Dollars(series.Calendar(Measure.CalendarCost)?.Today ?? 0)));

    private static Metric CostChange() =>
        new("cost_change_percent", "%", "calendar", "Today's cost so far against yesterday's up to the same time of day, to the minute.", "nothing without a baseline: the condition is not met", [Measure.Requests, Measure.CalendarCost], series =>
            series.Calendar(Measure.CalendarCost) is { HasBaseline: true, YesterdaySoFar: > 0 } days
                ? MetricReading.Of(100.0 * (days.Today - days.YesterdaySoFar) / days.YesterdaySoFar)
                : MetricReading.Nothing(NoBaseline));

    private static Metric AverageLatency() =>
        new("avg_latency", "ms", "average", "Time from a request's arrival to the last byte of its answer.", "nothing: the condition is not met", [Measure.Requests, Measure.LatencySum], series =>
            Average(series.Sum(Measure.LatencySum), series.Requests, NoRequests));

    private static Metric AverageTtft() =>
        new("avg_ttft", "ms", "average", "Time from a request's arrival to its first content.", "nothing: the condition is not met", [Measure.Requests, Measure.TtftSum, Measure.TtftCount], series =>
            Average(series.Sum(Measure.TtftSum), series.Sum(Measure.TtftCount), "no call with content in the window"));

    private static Metric Latency(string name, double q) =>
        new(name, "ms", "quantile", $"The latency that {q:P0} of the calls stay within; at most 1.6 % off.", "nothing: the condition is not met", [Measure.Requests, Measure.Latency], series =>
            series.Quantile(Measure.Latency, q) is { } microseconds
                ? MetricReading.Of(microseconds / 1000)
                : MetricReading.Nothing(NoRequests));

    private static MetricReading Average(long microseconds, long count, string none) =>
        count == 0 ? MetricReading.Nothing(none) : MetricReading.Of(microseconds / 1000.0 / count);

    private static double Dollars(long nano) => (double)nano / NanoUsd.PerDollar;
}
