using System.Collections.Frozen;
using Gateway.Alerting.Pricing;

namespace Gateway.Alerting.Metrics;

/// <summary>Every metric that rules can name.</summary>
public static class MetricCatalog
{
    private const string Zero = "0";
    private const string NotMet = "nothing: the condition is not met";
    private const string NoRequests = "no calls in the window";
    private const string NoBaseline = "no baseline";

    public static IReadOnlyList<Metric> All { get; } =
    [
        Count("total_requests", "Finished calls.", Measure.Requests),
        Rate("requests_per_minute", "calls/min", "Finished calls, scaled to a minute.", Measure.Requests, series => series.Requests / series.Length.TotalMinutes),
        Count("errors", "Calls that ended in anything but success, client_error or client_cancelled.", Measure.Errors),
        Share("error_rate", "Errors in percent of the calls.", Measure.Errors),
        Count("failures", "Calls that ended in anything but success or client_cancelled.", Measure.Failures),
        Share("failure_rate", "Failures in percent of the calls.", Measure.Failures),
        Count("rate_limited", "Calls that the provider refused with 429.", Measure.RateLimited),
        Share("rate_limited_rate", "Rate-limited calls in percent of the calls.", Measure.RateLimited),
        Count("overloaded", "Calls that the provider refused because it was too busy.", Measure.Overloaded),
        Count("stream_errors", "Streams with an error inside or without their end.", Measure.StreamErrors),
        Count("client_cancelled", "Calls whose client went away first.", Measure.ClientCancelled),

        Tokens("total_tokens", "Input and output tokens.", Measure.TotalTokens),
        Tokens("input_tokens", "Input tokens, cached ones included.", Measure.InputTokens),
        Tokens("output_tokens", "Output tokens, reasoning included.", Measure.OutputTokens),
        Tokens("cache_read_tokens", "Input tokens that the provider read from its cache.", Measure.CacheReadTokens),
        Tokens("cache_write_tokens", "Input tokens that the provider wrote to its cache.", Measure.CacheWriteTokens),
        Tokens("reasoning_tokens", "Output tokens that the model spent on thinking.", Measure.ReasoningTokens),
        Ratio("cache_hit_rate", "%", MetricKind.Percent, "Cached input tokens in percent of all input tokens.", "no input tokens in the window", [Measure.CacheReadTokens, Measure.InputTokens], series =>
            (100.0 * series.Sum(Measure.CacheReadTokens), series.Sum(Measure.InputTokens))),
        Ratio("tokens_per_request", "tokens", MetricKind.Average, "Input and output tokens of a call.", NoRequests, [Measure.TotalTokens], series =>
            (series.Sum(Measure.TotalTokens), series.Requests)),

        Cost("total_cost", "usd", MetricKind.Sum, "What the calls cost, as far as it is known.", series => Dollars(series.Sum(Measure.Cost))),
        new("daily_cost", "usd", MetricKind.Calendar, "Cost since midnight in Alerting:TimeZone.", Zero, [Measure.CalendarCost], series =>
            MetricReading.Of(Dollars(series.Calendar(Measure.CalendarCost)?.Today ?? 0))),
        new("monthly_cost", "usd", MetricKind.Calendar, "Cost since the first of the month in Alerting:TimeZone.", Zero, [Measure.MonthCost], series =>
            MetricReading.Of(Dollars(series.ThisMonth(Measure.MonthCost)))),
        Ratio("avg_cost_per_request", "usd", MetricKind.Average, "Cost of a call, over the calls whose cost is known.", "no priced calls in the window", [Measure.Cost, Measure.Unpriced], series =>
            (Dollars(series.Sum(Measure.Cost)), series.Requests - series.Sum(Measure.Unpriced))),
        Ratio("cost_per_token", "usd", MetricKind.Average, "Cost of a token, over the calls whose cost is known.", "no priced tokens in the window", [Measure.Cost, Measure.PricedTokens], series =>
            (Dollars(series.Sum(Measure.Cost)), series.Sum(Measure.PricedTokens))),
        Ratio("cost_per_1k_tokens", "usd", MetricKind.Average, "Cost of a thousand tokens, over the calls whose cost is known.", "no priced tokens in the window", [Measure.Cost, Measure.PricedTokens], series =>
            (1000 * Dollars(series.Sum(Measure.Cost)), series.Sum(Measure.PricedTokens))),
        Cost("cost_per_hour", "usd/h", MetricKind.Rate, "What the calls cost, scaled to an hour.", series => Dollars(series.Sum(Measure.Cost)) / series.Length.TotalHours),
        new("cost_change_percent", "%", MetricKind.Calendar, "Today's cost so far against yesterday's up to the same time of day, to the minute.", "nothing without a baseline: the condition is not met", [Measure.CalendarCost], series =>
            series.Calendar(Measure.CalendarCost) is { HasBaseline: true, YesterdaySoFar: > 0 } days
                ? MetricReading.Of(100.0 * (days.Today - days.YesterdaySoFar) / days.YesterdaySoFar)
                : MetricReading.Nothing(NoBaseline)),
        Count("unpriced_requests", "Calls whose cost is not known.", Measure.Unpriced),

        Ratio("avg_latency", "ms", MetricKind.Average, "Time from a request's arrival to the last byte of its answer.", NoRequests, [Measure.LatencySum], series =>
            (Milliseconds(series.Sum(Measure.LatencySum)), series.Requests)),
        Latency("p50_latency", 0.50),
        Latency("p90_latency", 0.90),
        Latency("p95_latency", 0.95),
        Latency("p99_latency", 0.99),
        new("max_latency", "ms", MetricKind.Maximum, "The longest call's latency.", NotMet, [Measure.LatencyMaximum], series =>
            OfNullable(series.Highest(Measure.LatencyMaximum) / 1000.0, NoRequests)),
        Ratio("avg_ttft", "ms", MetricKind.Average, "Time from a request's arrival to its first content.", "no call with content in the window", [Measure.TtftSum, Measure.TtftCount], series =>
            (Milliseconds(series.Sum(Measure.TtftSum)), series.Sum(Measure.TtftCount))),
        Ttft("p50_ttft", 0.50),
        Ttft("p95_ttft", 0.95),
        new("output_tokens_per_second", "tokens/s", MetricKind.Quantile, "The speed that half of the answers reach: from first content to end of a stream, over the whole time of an answer in one piece; at most 1.6 % off.", NotMet, [Measure.OutputSpeed], series =>
            OfNullable(series.Quantile(Measure.OutputSpeed, 0.5) / 1000, "no call with output in the window")),

        new("in_flight", "calls", MetricKind.Present, "Calls that have begun and not ended.", Zero, [Measure.InFlight], series =>
            MetricReading.Of(series.InFlight?.Count ?? 0)),
        new("oldest_in_flight", "s", MetricKind.Present, "How long the oldest call that has not ended has been running.", "0 while none is running", [Measure.InFlight], series =>
            MetricReading.Of((series.InFlight?.OldestAge ?? TimeSpan.Zero).TotalSeconds)),
        new("seconds_since_last_request", "s", MetricKind.Present, "Time since the last call ended. A group is forgotten after a day of silence, or after twice the threshold if that is longer.", "nothing as long as no call is known: the condition is not met", [Measure.LastCall], series =>
            OfNullable(series.SinceLastCall?.TotalSeconds, "no call is known")),
        Distinct("distinct_users", "users", "Different users; calls without one do not count. Exact up to 65,536, then within 2 %.", Measure.Users),
        Distinct("distinct_models", "models", "Different models; calls without one do not count. Exact up to 65,536, then within 2 %.", Measure.Models),
    ];

    private static readonly FrozenDictionary<string, Metric> ByName = All.ToFrozenDictionary(metric => metric.Name, StringComparer.Ordinal);

    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);

    private static Metric Count(string name, string description, Measure measure) =>
        new(name, "calls", MetricKind.Count, description, Zero, [measure], series => MetricReading.Of(series.Sum(measure)));

    private static Metric Tokens(string name, string description, Measure measure) =>
        new(name, "tokens", MetricKind.Sum, description, Zero, [measure], series => MetricReading.Of(series.Sum(measure)));

    private static Metric Rate(string name, string unit, string description, Measure measure, Func<SeriesReader, double> read) =>
        new(name, unit, MetricKind.Rate, description, Zero, [measure], series => MetricReading.Of(read(series)));

    private static Metric Cost(string name, string unit, MetricKind kind, string description, Func<SeriesReader, double> read) =>
        new(name, unit, kind, description, Zero, [Measure.Cost], series => MetricReading.Of(read(series)));

    private static Metric Share(string name, string description, Measure measure) =>
        Ratio(name, "%", MetricKind.Percent, description, NoRequests, [measure], series => (100.0 * series.Sum(measure), series.Requests));

    private static Metric Ratio(string name, string unit, MetricKind kind, string description, string none, IReadOnlyList<Measure> measures, Func<SeriesReader, (double Whole, long Parts)> read) =>
        new(name, unit, kind, description, NotMet, measures, series => read(series) is (var whole, > 0 and var parts)
            ? MetricReading.Of(whole / parts)
            : MetricReading.Nothing(none));

    private static Metric Latency(string name, double q) =>
        new(name, "ms", MetricKind.Quantile, $"The latency that {q:P0} of the calls stay within; at most 1.6 % off.", NotMet, [Measure.Latency], series =>
            OfNullable(series.Quantile(Measure.Latency, q) / 1000, NoRequests));

    private static Metric Ttft(string name, double q) =>
        new(name, "ms", MetricKind.Quantile, $"The time to first content that {q:P0} of the calls stay within; at most 1.6 % off.", NotMet, [Measure.Ttft], series =>
            OfNullable(series.Quantile(Measure.Ttft, q) / 1000, "no call with content in the window"));

    private static Metric Distinct(string name, string unit, string description, Measure measure) =>
        new(name, unit, MetricKind.Distinct, description, Zero, [measure], series => MetricReading.Of(series.Distinct(measure)));

    private static MetricReading OfNullable(double? value, string none) => value is { } number ? MetricReading.Of(number) : MetricReading.Nothing(none);

    private static double Dollars(long nano) => (double)nano / NanoUsd.PerDollar;

    private static double Milliseconds(long micro) => micro / 1000.0;
}
