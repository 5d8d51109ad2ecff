using System.Collections.Concurrent;
using Gateway.Alerting.Telemetry;

namespace Gateway.Alerting.Pipelines;

/// <summary>How each rule fares: what is the matter with it, in plain words. Rules that are well are not listed. Thread-safe.</summary>
public sealed class RuleHealthBoard(SystemHealth health, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string RuleId, RuleTrouble Kind), RuleHealth> _troubles = new();

    /// <summary>What is the matter with the rule; empty when nothing is.</summary>
    public IReadOnlyList<RuleHealth> Of(string ruleId) =>
        [.. Enum.GetValues<RuleTrouble>().Select(kind => _troubles.GetValueOrDefault((ruleId, kind))).OfType<RuleHealth>()];

    /// <summary>Rules with any trouble.</summary>
    public IReadOnlyCollection<string> Troubled => [.. _troubles.Keys.Select(key => key.RuleId).Distinct()];

    /// <param name="ruleId">The rule.</param>
    /// <param name="kind">What sort of trouble.</param>
    /// <param name="words">What is the matter and what follows from it; null when it is over.</param>
    public void Report(string ruleId, RuleTrouble kind, string? words)
    {
        var key = (ruleId, kind);
        if (words is null)
        {
            if (!_troubles.TryRemove(key, out _))
            {
                return;
            }
        }
        else if (!_troubles.TryGetValue(key, out var known) || known.Words != words)
        {
            _troubles[key] = new(kind, words, time.GetUtcNow());
        }

        Summarise();
    }

    /// <summary>Forgets rules that are no more.</summary>
    public void KeepOnly(IReadOnlySet<string> ruleIds)
    {
        foreach (var gone in _troubles.Keys.Where(key => !ruleIds.Contains(key.RuleId)))
        {
            _troubles.TryRemove(gone, out _);
        }

        Summarise();
    }

    private void Summarise()
    {
        var all = _troubles.OrderBy(pair => pair.Value.Since).ToList();
        var words = all switch
        {
            [] => "every rule is judged",
            [var only] => $"rule '{only.Key.RuleId}': {only.Value.Words}",
            [var first, ..] => $"rule '{first.Key.RuleId}': {first.Value.Words} (and {all.Count - 1} more)",
        };
        health.Report(HealthParts.RuleHealth, all.Count == 0 ? HealthState.Healthy : HealthState.Degraded, words);
    }
}

/// <summary>One trouble of one rule.</summary>
public sealed record RuleHealth(RuleTrouble Kind, string Words, DateTimeOffset Since);

/// <summary>What can be the matter with a rule.</summary>
public enum RuleTrouble
{
    /// <summary>It threw, and is begun again after a while.</summary>
    Failed,

    /// <summary>It takes too long, and is judged less often.</summary>
    Slow,

    /// <summary>It has more groups than there is room for: the rest is judged as one.</summary>
    Folding,
}
