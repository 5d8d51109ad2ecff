using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Storage;

/// <summary>Where alerts, the states behind them and the messages they owe are kept. What belongs together is saved together, or not at all.</summary>
public interface IAlertStore
{
    Task<IReadOnlyList<SavedAlertState>> LoadStatesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Saves transitions in one transaction: states, alerts, timeline, counters and deliveries. An opening whose (rule, group) still has an
    /// unresolved alert (one that does not resolve by itself) becomes a line in that alert's timeline instead of a second alert.
    /// </summary>
    /// <returns>The alerts that were opened or changed, as they are now.</returns>
    Task<IReadOnlyList<Alert>> RecordAsync(IReadOnlyList<AlertTransition> transitions, CancellationToken cancellationToken);

    /// <summary>Saves states that are not what came of a judgement: the clock was set, and their instants have moved with it.</summary>
    Task SaveStatesAsync(IReadOnlyList<SavedAlertState> states, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Forgets the states of a rule that is no more: should it come back, it begins from normal.</summary>
    Task ForgetAsync(string ruleId, CancellationToken cancellationToken);
}

public sealed record SavedAlertState(string RuleId, GroupKey Group, AlertState State);
