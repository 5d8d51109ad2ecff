using Gateway.Admin.Words;
using Gateway.Alerting.Telemetry;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;

/// <summary>One number of the overview.</summary>
/// <param name="Key">Its name in the <c>metrics</c> message.</param>
/// <param name="Label">What it is, in two or three words.</param>
/// <param name="Hint">Over which time, or at which pace.</param>
/// <param name="Kind">How <see cref="Say"/> and <c>say.ts</c> write it: <c>rate, usd, percent, ms, count</c>.</param>
/// <param name="Value">Null when there was nothing to measure.</param>
internal sealed record Tile(string Key, string Label, string Hint, string Kind, Func<LiveMetrics, double?> Value)
{
    /// <summary>Two minutes, one value a second.</summary>
    public const int Capacity = 120;

    public static IReadOnlyList<Tile> All { get; } =
    [
        new("calls_per_second", "Calls per second", "last 10 s", "rate", live => live.CallsPerSecond),
        new("cost_today_usd", "Cost today", "since midnight", "usd", live => (double)live.CostTodayUsd),
        new("cost_per_hour_usd", "Cost per hour", "at the last 5 min's pace", "usd", live => (double)live.CostPerHourUsd),
        new("tokens_per_second", "Tokens per second", "last 10 s", "rate", live => live.TokensPerSecond),
        new("error_rate_percent", "Error rate", "last 5 min", "percent", live => live.ErrorRatePercent),
        new("p95_latency_ms", "p95 latency", "last 5 min", "ms", live => live.P95LatencyMs),
        new("average_ttft_ms", "Time to first token", "average, last 5 min", "ms", live => live.AverageTtftMs),
        new("in_flight", "In flight", "right now", "count", live => live.InFlight),
    ];

    public string Text(LiveMetrics live) => Kind switch
    {
        "usd" => Say.Dollars((decimal?)Value(live)),
        "percent" => Say.Percent(Value(live)),
        "ms" => Say.Milliseconds(Value(live)),
        "count" => Say.Count((long)(Value(live) ?? 0)),
        _ => Say.Rate(Value(live)),
    };

    public string Points(IReadOnlyList<LiveMetrics> recent) => Sparkline.Points([.. recent.Select(Value)], Capacity);
}
