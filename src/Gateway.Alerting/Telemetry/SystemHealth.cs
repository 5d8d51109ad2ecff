using System.Collections.Concurrent;

namespace Gateway.Alerting.Telemetry;

/// <summary>
/// What works, in plain words. Each part of the system reports its own state when it changes; nothing is polled.
/// A degraded part never stops a proxied call, so this is for people and probes, not for control flow. Thread-safe.
/// </summary>
public sealed class SystemHealth(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, PartHealth> _parts = new();

    /// <summary>Raised after a part's state or words have changed.</summary>
    public event Action<PartHealth>? Changed;

    public IReadOnlyList<PartHealth> Parts => [.. _parts.Values.OrderBy(part => part.Name, StringComparer.Ordinal)];

    /// <summary>The worst state of all parts.</summary>
    public HealthState State => _parts.Values.Select(part => part.State).DefaultIfEmpty(HealthState.Healthy).Max();

    /// <param name="part">A stable name from <see cref="HealthParts"/>.</param>
    /// <param name="state">Its state from now on.</param>
    /// <param name="words">What is the matter and what follows from it, for a person on call.</param>
    public void Report(string part, HealthState state, string words)
    {
        if (_parts.TryGetValue(part, out var known) && known.State == state && known.Words == words)
        {
            return;
        }

        var reported = new PartHealth(part, state, words, time.GetUtcNow());
        _parts[part] = reported;
        Changed?.Invoke(reported);
    }
}

/// <summary>One part's state, and since when.</summary>
public sealed record PartHealth(string Name, HealthState State, string Words, DateTimeOffset Since);

public enum HealthState
{
    Healthy,
    Degraded,
    Unhealthy,
}

/// <summary>The parts that report, by the names that health, log and pages use.</summary>
public static class HealthParts
{
    public const string Capture = "capture";
    public const string Database = "database";
    public const string Engine = "engine";
    public const string Prices = "prices";
    public const string Rules = "rules";
    public const string RuleHealth = "rule_health";
    public const string Routes = "routes";
    public const string Alerts = "alerts";
    public const string Delivery = "delivery";
    public const string ApiKeyIds = "api_key_ids";
    public const string TokenEstimates = "token_estimates";
}
