using System.Collections.Frozen;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Analytics;

/// <summary>One thing that analytics shows: the metric of that name in <see cref="MetricCatalog"/>, read from sums.</summary>
/// <param name="Name">As rules name it.</param>
/// <param name="Value">Null where there was nothing to measure.</param>
public sealed record AnalyticsMetric(string Name, Func<CallTotals, double?> Value)
{
    /// <summary>Whether parts add up to the whole.</summary>
    public bool IsSum { get; private init; }

    /// <summary>Whether it needs the sketches.</summary>
    public bool IsQuantile { get; private init; }

    /// <summary>The sums that it is read from.</summary>
    public CallSumParts Needs { get; private init; }

    /// <summary>As in the catalog: calls, tokens, usd, %, ms.</summary>
    public string Unit => MetricCatalog.Find(Name)!.Unit;

    /// <summary>In the order in which people look for them.</summary>
    public static IReadOnlyList<AnalyticsMetric> All { get; } =
    [
        Sum("total_requests", CallSumParts.Calls, sums => sums.Calls),
        Sum("total_cost", CallSumParts.Cost, sums => (double)sums.Cost.Dollars),
        Ratio("avg_cost_per_request", CallSumParts.Cost, sums => ((double)sums.Cost.Dollars, sums.Calls - sums.Unpriced)),
        Sum("unpriced_requests", CallSumParts.Cost, sums => sums.Unpriced),
        Sum("total_tokens", CallSumParts.Tokens, sums => sums.Tokens.Total),
        Sum("input_tokens", CallSumParts.Tokens, sums => sums.Tokens.Input),
        Sum("output_tokens", CallSumParts.Tokens, sums => sums.Tokens.Output),
        Sum("cache_read_tokens", CallSumParts.Tokens, sums => sums.Tokens.CacheRead),
        Sum("cache_write_tokens", CallSumParts.Tokens, sums => sums.Tokens.CacheWrite5m + sums.Tokens.CacheWrite1h),
        Sum("reasoning_tokens", CallSumParts.Tokens, sums => sums.Tokens.Reasoning),
        Ratio("cache_hit_rate", CallSumParts.Tokens, sums => (100.0 * sums.Tokens.CacheRead, sums.Tokens.Input)),
        Sum("errors", CallSumParts.Outcomes, sums => sums.Errors),
        Ratio("error_rate", CallSumParts.Outcomes, sums => (100.0 * sums.Errors, sums.Calls)),
        Sum("failures", CallSumParts.Outcomes, sums => sums.Failures),
        Ratio("failure_rate", CallSumParts.Outcomes, sums => (100.0 * sums.Failures, sums.Calls)),
        Sum("rate_limited", CallSumParts.Outcomes, sums => sums.RateLimited),
        Ratio("rate_limited_rate", CallSumParts.Outcomes, sums => (100.0 * sums.RateLimited, sums.Calls)),
        Ratio("avg_latency", CallSumParts.Latency, sums => (sums.Latency.TotalMilliseconds, sums.Calls)),
        Quantile("p50_latency", CallSumParts.Latency, totals => totals.Latency?.Quantile(0.50)),
        Quantile("p95_latency", CallSumParts.Latency, totals => totals.Latency?.Quantile(0.95)),
        Quantile("p99_latency", CallSumParts.Latency, totals => totals.Latency?.Quantile(0.99)),
        new("max_latency", totals => totals.Sums.Calls == 0 ? null : totals.Sums.MaxLatency.TotalMilliseconds) { Needs = CallSumParts.Latency },
        Ratio("avg_ttft", CallSumParts.Ttft, sums => (sums.Ttft.TotalMilliseconds, sums.TtftCount)),
        Quantile("p50_ttft", CallSumParts.Ttft, totals => totals.Ttft?.Quantile(0.50)),
        Quantile("p95_ttft", CallSumParts.Ttft, totals => totals.Ttft?.Quantile(0.95)),
    ];

    private static readonly FrozenDictionary<string, AnalyticsMetric> ByName = All.ToFrozenDictionary(metric => metric.Name, StringComparer.Ordinal);

    public static AnalyticsMetric? Find(string name) => ByName.GetValueOrDefault(name);

    private static AnalyticsMetric Sum(string name, CallSumParts needs, Func<CallSums, double> sum) => new(name, totals => sum(totals.Sums)) { IsSum = true, Needs = needs };

    private static AnalyticsMetric Ratio(string name, CallSumParts needs, Func<CallSums, (double Part, long Whole)> parts) => new(name, totals =>
        parts(totals.Sums) is { Whole: > 0 } ratio ? ratio.Part / ratio.Whole : null)
    { Needs = needs };

    /// <summary>Sketches count microseconds.</summary>
    private static AnalyticsMetric Quantile(string name, CallSumParts needs, Func<CallTotals, double?> microseconds) =>
        new(name, totals => microseconds(totals) / 1000) { IsQuantile = true, Needs = needs };
}
