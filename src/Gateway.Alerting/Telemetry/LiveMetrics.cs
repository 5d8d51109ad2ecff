namespace Gateway.Alerting.Telemetry;

/// <summary>
/// The overview's numbers at one moment. Rates are over the last ten seconds; error rate and latencies over the last five minutes;
/// null means that there was nothing to measure.
/// </summary>
public sealed record LiveMetrics
{
    public required DateTimeOffset At { get; init; }

    public double CallsPerSecond { get; init; }

    public double TokensPerSecond { get; init; }

    /// <summary>Since midnight in <c>Alerting:TimeZone</c>.</summary>
    public decimal CostTodayUsd { get; init; }

    /// <summary>Cost of the last five minutes, scaled to an hour.</summary>
    public decimal CostPerHourUsd { get; init; }

    public double? ErrorRatePercent { get; init; }

    public double? P95LatencyMs { get; init; }

    public double? AverageTtftMs { get; init; }

    public int InFlight { get; init; }

    /// <summary>Calls of today whose cost is not known.</summary>
    public long UnpricedToday { get; init; }

    public int OpenAlerts { get; init; }
}

/// <summary>What <c>/admin</c> watches. Costs nothing while nobody is subscribed to a stream.</summary>
public interface ILiveFeed
{
    LiveMetrics Current { get; }

    /// <summary>The last two minutes, one a second, oldest first: where sparklines start from.</summary>
    IReadOnlyList<LiveMetrics> Recent { get; }

    /// <summary>Once a second.</summary>
    IObservable<LiveMetrics> Metrics { get; }

    /// <summary>Every finished call; may skip under load, never delays.</summary>
    IObservable<Calls.LlmCall> Calls { get; }

    /// <summary>Every alert that was opened or changed, as it is now.</summary>
    IObservable<History.Alert> Alerts { get; }

    /// <summary>Every message whose status changed.</summary>
    IObservable<Delivery.DeliveryChange> Deliveries { get; }
}
