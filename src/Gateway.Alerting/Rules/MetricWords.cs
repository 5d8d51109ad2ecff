using System.Collections.Frozen;

namespace Gateway.Alerting.Rules;

/// <summary>Metrics as people say them; a name that already reads well is only rid of its underscores.</summary>
public static class MetricWords
{
    private static readonly FrozenDictionary<string, string> Special = new Dictionary<string, string>
    {
        ["total_requests"] = "number of requests",
        ["errors"] = "number of errors",
        ["failures"] = "number of failures",
        ["rate_limited"] = "number of rate-limited requests",
        ["rate_limited_rate"] = "share of rate-limited requests",
        ["overloaded"] = "number of overloaded requests",
        ["stream_errors"] = "number of stream errors",
        ["client_cancelled"] = "number of requests that the client cancelled",
        ["unpriced_requests"] = "number of unpriced requests",
        ["total_tokens"] = "number of tokens",
        ["input_tokens"] = "number of input tokens",
        ["output_tokens"] = "number of output tokens",
        ["total_cost"] = "cost",
        ["daily_cost"] = "cost of the day",
        ["monthly_cost"] = "cost of the month",
        ["cost_change_percent"] = "change of the day's cost against yesterday at the same time",
        ["avg_cost_per_request"] = "average cost per request",
        ["avg_latency"] = "average latency",
        ["max_latency"] = "longest latency",
        ["avg_ttft"] = "average time to first token",
        ["p50_ttft"] = "p50 time to first token",
        ["p95_ttft"] = "p95 time to first token",
        ["in_flight"] = "number of requests in flight",
        ["oldest_in_flight"] = "age of the oldest request in flight",
        ["seconds_since_last_request"] = "time since the last request",
        ["distinct_users"] = "number of distinct users",
        ["distinct_models"] = "number of distinct models",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string metric) => Special.GetValueOrDefault(metric) ?? metric.Replace('_', ' ');
}
