using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;

namespace Gateway.Admin.Tests.Hosting;

/// <summary>A gateway in the middle of an ordinary bad morning: always the same one.</summary>
internal static class Scene
{
    /// <summary>Far ahead, or browsers would throw away cookies as expired.</summary>
    public static DateTimeOffset Now { get; } = new(2030, 3, 17, 9, 42, 8, TimeSpan.Zero);

    /// <summary>A list that knows some of the models.</summary>
    public static PriceBook Prices { get; } = PriceBookFile.Parse(
        """
        { "updated": "2030-03-01", "providers": {
            "openai": { "models": { "gpt-5.4": { "input": 2.5, "output": 15, "cache_read": 0.25, "tiers": [{ "above_input_tokens": 5000, "input": 5 }] } } },
            "anthropic": { "models": { "*": { "input": 3, "output": 15 } } } } }
        """u8.ToArray()).Book!;

    private static readonly (string Provider, string Model, string? User, long In, long Out, double Ms, double? Ttft, CallOutcome Outcome, decimal? Cost)[] Traffic =
    [
        ("openai", "gpt-5.4", "checkout-assistant", 1_842, 412, 2_318, 341, CallOutcome.Success, 0.0107m),
        ("anthropic", "claude-sonnet-4-6", "support-copilot", 12_904, 688, 6_204, 812, CallOutcome.Success, 0.0490m),
        ("openai", "gpt-5.4-mini", "search-rerank", 964, 24, 402, 187, CallOutcome.Success, 0.0003m),
        ("anthropic", "claude-sonnet-4-6", "support-copilot", 8_112, 0, 311, null, CallOutcome.Overloaded, 0m),
        ("gemini", "gemini-3-flash", null, 2_210, 531, 1_902, 296, CallOutcome.Success, 0.0020m),
        ("openai", "gpt-5.4", "checkout-assistant", 2_077, 388, 2_641, 402, CallOutcome.Success, 0.0110m),
        ("openai", "gpt-5.4", "batch-summaries", 18_330, 1_204, 9_877, 1_320, CallOutcome.RateLimited, 0m),
        ("ollama", "llama-4-scout", "internal-notes", 731, 240, 3_120, 588, CallOutcome.Success, null),
        ("anthropic", "claude-opus-4-6", "contract-review", 31_022, 2_118, 24_310, 1_944, CallOutcome.StreamTruncated, 0.2080m),
        ("openai", "gpt-5.4-mini", "search-rerank", 1_120, 26, 388, 171, CallOutcome.Success, 0.0003m),
        ("mistral", "mistral-large-3", null, 540, 190, 1_244, 402, CallOutcome.ClientError, 0m),
        ("gemini", "gemini-3-flash", "docs-bot", 1_908, 402, 1_511, 244, CallOutcome.Success, 0.0016m),
    ];

    public static void Fill(FakeGateway gateway, AlertParts alerts, SystemHealth health)
    {
        gateway.Recent = [.. Enumerable.Range(0, 120).Select(second => Metrics(second) with { At = Now.AddSeconds(second - 120) })];
        gateway.Add(Enumerable.Range(0, 18).Select(index => Call(index)));
        alerts.AddAsync(Alerts()).GetAwaiter().GetResult();
        gateway.Tick(Metrics(120));
        health.Report(HealthParts.Capture, HealthState.Healthy, "Every call is metered.");
        health.Report(HealthParts.Database, HealthState.Healthy, "Writing; 41 MB in use.");
        health.Report(HealthParts.Engine, HealthState.Healthy, "14 rules are judged every second.");
        health.Report(HealthParts.Delivery, HealthState.Degraded, "Slack answers 503; 2 messages wait, next try in 30 s.");
        health.Report(HealthParts.Prices, HealthState.Healthy, "212 models have a price.");
        health.Report(HealthParts.Rules, HealthState.Healthy, "14 rules from 4 files.");
    }

    public static LiveMetrics Metrics(int second) => new()
    {
        At = Now,
        CallsPerSecond = 18 + (6 * Math.Sin(second / 9d)) + (second % 5),
        TokensPerSecond = 21_000 + (5_200 * Math.Sin(second / 11d)) + (second % 7 * 310),
        CostTodayUsd = 486.20m + (second * 0.27m),
        CostPerHourUsd = 38.4m + (second * second * 0.0031m),
        ErrorRatePercent = 1.1 + (second > 70 ? (second - 70) * 0.11 : 0),
        P95LatencyMs = 3_900 + (500 * Math.Sin(second / 14d)) + (second > 80 ? (second - 80) * 84 : 0),
        AverageTtftMs = 402 + (40 * Math.Cos(second / 8d)),
        InFlight = 31 + (second % 9),
        UnpricedToday = 214,
    };

    /// <param name="index">Which of the traffic, round and round.</param>
    /// <param name="at">When it ended.</param>
    public static LlmCall Call(int index, DateTimeOffset? at = null)
    {
        var (provider, model, user, input, output, ms, ttft, outcome, cost) = Traffic[index % Traffic.Length];
        return new()
        {
            Id = $"call-{index}",
            StartedAt = (at ?? Now.AddSeconds(-3 - (index * 2))).AddMilliseconds(-ms),
            Provider = provider,
            Dialect = provider,
            Operation = "chat",
            Route = provider,
            RequestModel = model,
            StatusCode = 200,
            Outcome = outcome,
            ErrorType = outcome == CallOutcome.Success ? null : "rate_limit_exceeded",
            Latency = TimeSpan.FromMilliseconds(ms),
            TimeToFirstToken = ttft is null ? null : TimeSpan.FromMilliseconds(ttft.Value),
            Tokens = new() { UncachedInput = input, TextOutput = output, Source = output == 0 ? TokenSource.Estimated : TokenSource.Provider },
            Cost = cost is null ? CallCost.Unpriced : new(NanoUsd.FromDollars(cost.Value), PriceStatus.Priced),
            User = user,
            ApiKey = "sk-…9fQ2",
        };
    }

    public static Alert Alert(string id, string name, AlertPriority severity, double minutesAgo, string sentence, ConditionReading condition, string? model = null) => new()
    {
        Id = id,
        RuleId = name.ToLowerInvariant().Replace(' ', '-'),
        RuleName = name,
        Severity = severity,
        Group = model is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["model"] = model },
        TriggeredAt = Now.AddMinutes(-minutesAgo),
        Description = sentence,
        Conditions = [condition, new("total_requests", ">=", 20, 1_204, true, 1_204, null)],
        ValueAtTrigger = condition.Actual,
        PeakValue = condition.Actual * 1.18,
        RuleDescription = severity == AlertPriority.Critical ? "The budget of all teams together. Find the team first: most spikes are one batch job." : null,
        Labels = severity == AlertPriority.Critical ? new Dictionary<string, string> { ["team"] = "platform" } : new Dictionary<string, string>(),
        RunbookUrl = "https://runbooks.example.com/" + id,
    };

    private static IEnumerable<AlertDetail> Alerts()
    {
        var spike = Alert("a1", "Budget spike", AlertPriority.Critical, 4, "Today has cost $518.60, over the limit of $500.00, and 31 % more than yesterday by this time.", new("daily_cost", ">", 500, 518.6, true, 22_410, null));
        var errors = Alert("a2", "Provider is overloaded", AlertPriority.High, 11, "12.4 % of calls to claude-sonnet-4-6 failed in 5 minutes; the limit is 10 %.", new("error_rate", ">=", 10, 12.4, true, 1_204, null), "claude-sonnet-4-6");
        var slow = Alert("a3", "Slow answers", AlertPriority.Medium, 38, "p95 latency of gpt-5.4 is 9.9 s over 5 minutes; the limit is 8.0 s.", new("p95_latency", ">", 8_000, 9_877, true, 640, null), "gpt-5.4")
            with
        { Status = AlertStatus.Acknowledged, AcknowledgedAt = Now.AddMinutes(-31), AcknowledgedBy = "maria" };
        var unpriced = Alert("a4", "Unpriced model", AlertPriority.Low, 122, "214 calls of llama-4-scout have no known price.", new("unpriced_requests", ">", 0, 214, true, 214, null), "llama-4-scout");
        var over = Alert("a5", "Runaway tokens", AlertPriority.High, 905, "Calls used 41,200 tokens each over 10 minutes; the limit is 30,000.", new("tokens_per_request", ">", 30_000, 41_200, true, 88, null))
            with
        { Status = AlertStatus.Resolved, ResolvedAt = Now.AddMinutes(-880), ResolvedBy = Gateway.Alerting.History.Alert.ByEngine, ValueAtResolve = 12_400 };
        yield return Detail(spike);
        yield return Detail(errors);
        yield return new(slow, [.. Detail(slow).Timeline, new(Now.AddMinutes(-31), "acknowledged", "maria", "The nightly batch is late; it ends at ten.")], Detail(slow).Deliveries);
        yield return Detail(unpriced);
        yield return new(over, [.. Detail(over).Timeline, new(Now.AddMinutes(-880), "resolved", "gateway", null)], []);
    }

    private static AlertDetail Detail(Alert alert) => new(
        alert,
        [new(alert.TriggeredAt, "opened", Gateway.Alerting.History.Alert.ByEngine, alert.Description)],
        [
            new("d1", "email", "alert.opened", "sent", null, 1, alert.TriggeredAt, alert.TriggeredAt.AddSeconds(2), null),
            new("d2", "slack", "alert.opened", "pending", "503 from hooks.slack.com", 3, alert.TriggeredAt, null, Now.AddSeconds(30)),
            new("d3", "pagerduty", "alert.opened", "skipped", "not configured", 0, alert.TriggeredAt, null, null),
        ]);
}
