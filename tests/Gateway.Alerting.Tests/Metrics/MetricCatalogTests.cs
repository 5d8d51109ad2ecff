using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Metrics;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Windows;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Metrics;

/// <summary>Every metric of the catalog equals what anyone would compute from the raw calls.</summary>
public class MetricCatalogTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>The contract's names: a promise.</summary>
    private static readonly string[] Promised =
    [
        "total_requests", "requests_per_minute", "errors", "error_rate", "failures", "failure_rate", "rate_limited", "rate_limited_rate", "overloaded", "stream_errors", "client_cancelled",
        "total_tokens", "input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens", "reasoning_tokens", "cache_hit_rate", "tokens_per_request",
        "total_cost", "daily_cost", "monthly_cost", "avg_cost_per_request", "cost_per_token", "cost_per_1k_tokens", "cost_per_hour", "cost_change_percent", "unpriced_requests",
        "avg_latency", "p50_latency", "p90_latency", "p95_latency", "p99_latency", "max_latency", "avg_ttft", "p50_ttft", "p95_ttft", "output_tokens_per_second",
        "in_flight", "oldest_in_flight", "seconds_since_last_request", "distinct_users", "distinct_models",
    ];

    private static readonly Gen<LlmCall[]> Calls = Gen.Select(
        Gen.OneOfConst(Enum.GetValues<CallOutcome>()),
        Gen.Double[1, 60_000],
        Gen.OneOf(Gen.Const(-1.0), Gen.Double[0, 1]),
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 3000], Gen.Int[0, 500], Gen.Int[0, 500], Gen.Int[0, 900], Gen.Int[0, 900]),
        Gen.OneOf(Gen.Const(-1), Gen.Int[0, 5_000_000]),
        Gen.Select(Gen.OneOfConst("ann", "bob", "cy", null), Gen.OneOfConst("gpt-5.4", "claude-opus-4-6"), Gen.Int[0, 200]),
        (outcome, latency, ttft, tokens, cost, who) => Some.Call(
            Some.Noon - TimeSpan.FromSeconds(who.Item3),
            outcome,
            latency,
            cost < 0 ? null : cost / 1_000_000m,
            who.Item2,
            who.Item1,
            new() { UncachedInput = tokens.Item1, CacheRead = tokens.Item2, CacheWrite5m = tokens.Item3, CacheWrite1h = tokens.Item4, TextOutput = tokens.Item5, Reasoning = tokens.Item6, Source = TokenSource.Provider }) with
        {
            TimeToFirstToken = ttft < 0 ? null : TimeSpan.FromMilliseconds(latency * ttft),
        }).Array[0, 40];

    /// <summary>Null where there is nothing to compute from.</summary>
    private static readonly Dictionary<string, Func<LlmCall[], double?>> BruteForce = new()
    {
        ["total_requests"] = calls => calls.Length,
        ["requests_per_minute"] = calls => calls.Length / 5.0,
        ["errors"] = calls => calls.Count(call => call.Outcome is not (CallOutcome.Success or CallOutcome.ClientError or CallOutcome.ClientCancelled)),
        ["error_rate"] = calls => Percent(calls, call => call.Outcome is not (CallOutcome.Success or CallOutcome.ClientError or CallOutcome.ClientCancelled)),
        ["failures"] = calls => calls.Count(call => call.Outcome is not (CallOutcome.Success or CallOutcome.ClientCancelled)),
        ["failure_rate"] = calls => Percent(calls, call => call.Outcome is not (CallOutcome.Success or CallOutcome.ClientCancelled)),
        ["rate_limited"] = calls => calls.Count(call => call.Outcome == CallOutcome.RateLimited),
        ["rate_limited_rate"] = calls => Percent(calls, call => call.Outcome == CallOutcome.RateLimited),
        ["overloaded"] = calls => calls.Count(call => call.Outcome == CallOutcome.Overloaded),
        ["stream_errors"] = calls => calls.Count(call => call.Outcome is CallOutcome.StreamError or CallOutcome.StreamTruncated),
        ["client_cancelled"] = calls => calls.Count(call => call.Outcome == CallOutcome.ClientCancelled),
        ["total_tokens"] = calls => calls.Sum(call => call.Tokens.Total),
        ["input_tokens"] = calls => calls.Sum(call => call.Tokens.Input),
        ["output_tokens"] = calls => calls.Sum(call => call.Tokens.Output),
        ["cache_read_tokens"] = calls => calls.Sum(call => call.Tokens.CacheRead),
        ["cache_write_tokens"] = calls => calls.Sum(call => call.Tokens.CacheWrite5m + call.Tokens.CacheWrite1h),
        ["reasoning_tokens"] = calls => calls.Sum(call => call.Tokens.Reasoning),
        ["cache_hit_rate"] = calls => Ratio(100.0 * calls.Sum(call => call.Tokens.CacheRead), calls.Sum(call => call.Tokens.Input)),
        ["tokens_per_request"] = calls => Ratio(calls.Sum(call => call.Tokens.Total), calls.Length),
        ["total_cost"] = calls => Dollars(calls),
        ["daily_cost"] = calls => Dollars(calls),
        ["monthly_cost"] = calls => Dollars(calls),
        ["avg_cost_per_request"] = calls => Ratio(Dollars(calls), calls.Count(call => call.Cost.Amount is not null)),
        ["cost_per_token"] = calls => Ratio(Dollars(calls), calls.Where(call => call.Cost.Amount is not null).Sum(call => call.Tokens.Total)),
        ["cost_per_1k_tokens"] = calls => Ratio(1000 * Dollars(calls), calls.Where(call => call.Cost.Amount is not null).Sum(call => call.Tokens.Total)),
        ["cost_per_hour"] = calls => Dollars(calls) * 12,
        ["cost_change_percent"] = _ => null,
        ["unpriced_requests"] = calls => calls.Count(call => call.Cost.Amount is null),
        ["avg_latency"] = calls => Ratio(calls.Sum(call => Math.Floor(call.Latency.TotalMicroseconds)) / 1000, calls.Length),
        ["p50_latency"] = calls => Quantile(calls.Select(call => call.Latency.TotalMilliseconds), 0.5),
        ["p90_latency"] = calls => Quantile(calls.Select(call => call.Latency.TotalMilliseconds), 0.9),
        ["p95_latency"] = calls => Quantile(calls.Select(call => call.Latency.TotalMilliseconds), 0.95),
        ["p99_latency"] = calls => Quantile(calls.Select(call => call.Latency.TotalMilliseconds), 0.99),
        ["max_latency"] = calls => Quantile(calls.Select(call => Math.Floor(call.Latency.TotalMicroseconds) / 1000), 1),
        ["avg_ttft"] = calls => Ratio(calls.Sum(call => Math.Floor(call.TimeToFirstToken?.TotalMicroseconds ?? 0)) / 1000, Ttfts(calls).Count()),
        ["p50_ttft"] = calls => Quantile(Ttfts(calls), 0.5),
        ["p95_ttft"] = calls => Quantile(Ttfts(calls), 0.95),
        ["output_tokens_per_second"] = calls => Quantile(calls.Where(call => call.Tokens.Output > 0 && call.Latency > TimeSpan.Zero).Select(call => call.Tokens.Output / TimeOf(call).TotalSeconds), 0.5),
        ["in_flight"] = _ => 0,
        ["oldest_in_flight"] = _ => 0,
        ["seconds_since_last_request"] = calls => calls.Length == 0 ? null : (Some.Noon - calls.Max(call => call.EndedAt)).TotalSeconds,
        ["distinct_users"] = calls => calls.Select(call => call.User).OfType<string>().Distinct().Count(),
        ["distinct_models"] = calls => calls.Select(call => call.Model).OfType<string>().Distinct().Count(),
    };

    [Fact]
    public void Catalog_NamesExactlyWhatTheContractPromises() => Assert.Equal(Promised.Order(), MetricCatalog.All.Select(metric => metric.Name).Order());

    [Fact]
    public void Catalog_SaysOfEachMetricAllThatARuleBuilderShows() => Assert.All(MetricCatalog.All, metric =>
    {
        Assert.NotEmpty(metric.Unit);
        Assert.EndsWith(".", metric.Description, StringComparison.Ordinal);
        Assert.NotEmpty(metric.NoCalls);
    });

    [Fact]
    public void EveryMetric_OverAnyCalls_EqualsBruteForce() => Calls.Sample(calls =>
    {
        var windows = new WindowSet(TimeZoneInfo.Utc);
        var gauges = MetricCatalog.All.ToDictionary(metric => metric.Name, metric => new Gauge(metric, Population.AllCalls, Window, TimeSpan.Zero));
        windows.RequireOnly([.. gauges.Values.SelectMany(gauge => gauge.Series).Distinct()]);
        foreach (var call in calls)
        {
            windows.Add(call, Some.Noon);
        }

        windows.AdvanceTo(Some.Noon);
        foreach (var (name, gauge) in gauges)
        {
            AssertSame(name, BruteForce[name](calls), windows.Read(gauge, GroupKey.Whole));
        }
    });

    private static void AssertSame(string name, double? expected, GaugeReading actual)
    {
        if (expected is not { } value)
        {
            Assert.True(actual.Value is null && actual.Reason is not null, $"{name}: expected nothing and a reason, got {actual}");
            return;
        }

        var bound = name is ['p', >= '0' and <= '9', ..] or "output_tokens_per_second" ? QuantileSketch.RelativeError : 1e-9;
        // A microsecond, or a thousandth of a token a second, is the smallest thing a sketch knows.
        var floor = name is ['p', >= '0' and <= '9', ..] or "output_tokens_per_second" ? 0.002 : 1e-9;
        Assert.True(
            actual.Value is { } got && Math.Abs(got - value) <= Math.Max(floor, Math.Abs(value) * bound),
            $"{name}: expected {value}, got {actual}");
    }

    /// <summary>A stream is as fast as it comes after its first content; what came at once is as fast as it took in all.</summary>
    private static TimeSpan TimeOf(LlmCall call) =>
        call.Streaming && call.TimeToFirstToken is { } first && (call.Latency - first).TotalMilliseconds >= 10 ? call.Latency - first : call.Latency;

    private static IEnumerable<double> Ttfts(LlmCall[] calls) => calls.Select(call => call.TimeToFirstToken?.TotalMilliseconds).OfType<double>();

    private static double Dollars(LlmCall[] calls) => (double)calls.Sum(call => call.Cost.Amount?.Value ?? 0) / NanoUsd.PerDollar;

    private static double? Ratio(double whole, double parts) => parts == 0 ? null : whole / parts;

    private static double? Percent(LlmCall[] calls, Func<LlmCall, bool> counts) => Ratio(100.0 * calls.Count(counts), calls.Length);

    private static double? Quantile(IEnumerable<double> values, double q)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(q * sorted.Count) - 1];
    }
}
