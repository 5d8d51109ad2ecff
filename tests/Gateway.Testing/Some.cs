using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Testing;

/// <summary>Plausible values where a test does not care which.</summary>
public static class Some
{
    /// <summary>A Monday, at noon UTC.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A successful chat call that ended at <paramref name="endedAt"/>.</summary>
    public static LlmCall Call(
        DateTimeOffset endedAt,
        CallOutcome outcome = CallOutcome.Success,
        double latencyMs = 400,
        decimal? costUsd = 0.01m,
        string model = "gpt-5.4",
        string? user = null,
        TokenUsage? tokens = null) => new()
        {
            Id = Guid.NewGuid().ToString("N"),
            StartedAt = endedAt - TimeSpan.FromMilliseconds(latencyMs),
            Latency = TimeSpan.FromMilliseconds(latencyMs),
            Provider = "openai",
            Dialect = "openai-chat",
            Operation = "chat",
            Route = "openai",
            RequestModel = model,
            StatusCode = outcome == CallOutcome.Success ? 200 : 500,
            Outcome = outcome,
            User = user,
            Tokens = tokens ?? new() { UncachedInput = 100, TextOutput = 20, Source = TokenSource.Provider },
            Cost = costUsd is { } dollars ? new(NanoUsd.FromDollars(dollars), PriceStatus.Priced) : CallCost.Unpriced,
        };
}
