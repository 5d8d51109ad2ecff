using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Alerts, their states and their outbox in SQLite.</summary>
internal sealed class SqliteAlertStore(SqliteDatabase database, SqliteWriter writer, NotificationPolicy policy, OutboxSignal outbox) : IAlertStore
{
    public Task<IReadOnlyList<SavedAlertState>> LoadStatesAsync(CancellationToken cancellationToken)
    {
        using var connection = database.OpenReader();
        var rows = connection.Query<(string RuleId, string GroupKey, string State)>("select rule_id, group_key, state from alert_states");
        return Task.FromResult<IReadOnlyList<SavedAlertState>>(
            [.. rows.Select(row => new SavedAlertState(row.RuleId, GroupKey.Parse(row.GroupKey), AlertRow.Read<AlertState>(row.State)))]);
    }

    public async Task<IReadOnlyList<Alert>> RecordAsync(IReadOnlyList<AlertTransition> transitions, CancellationToken cancellationToken)
    {
        var changed = await writer.WriteAsync((connection, transaction) => Record(transitions, new(connection, transaction)), cancellationToken);
        outbox.Raise();
        return changed;
    }

    public Task SaveStatesAsync(IReadOnlyList<SavedAlertState> states, DateTimeOffset at, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) =>
        {
            var tables = new AlertTransaction(connection, transaction);
            foreach (var saved in states)
            {
                tables.SaveState(saved, at);
            }

            return states.Count;
        },
        cancellationToken);

    public Task ForgetAsync(string ruleId, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, transaction) => connection.Execute("delete from alert_states where rule_id = @ruleId", new { ruleId }, transaction),
        cancellationToken);

    private List<Alert> Record(IReadOnlyList<AlertTransition> transitions, AlertTransaction tables)
    {
        foreach (var latest in transitions.GroupBy(transition => (transition.Rule.Id, transition.Evaluation.Group)).Select(same => same.Last()))
        {
            tables.SaveState(new(latest.Rule.Id, latest.Evaluation.Group, latest.State), latest.Evaluation.At);
        }

        var changed = new List<string>();
        foreach (var transition in transitions)
        {
            var alertId = Apply(transition, tables);
            if (alertId is not null)
            {
                changed.Add(alertId);
            }
        }

        return [.. changed.Distinct().Select(tables.Alert)];
    }

    /// <returns>The id of the alert that was opened or changed.</returns>
    private string? Apply(AlertTransition transition, AlertTransaction tables)
    {
        var open = tables.UnresolvedAlert(transition.Rule.Id, transition.Evaluation.Group);
        if (transition.BeganFlapping && open is not null)
        {
            tables.AddEvent(open.Id, transition.Evaluation.At, "flapping", Alert.ByEngine, "the rule keeps changing between met and not met");
        }

        open = open is null ? null : KeepPeak(open, transition, tables);
        switch (transition.Kind)
        {
            case AlertTransitionKind.Opened when open is null:
                return Open(transition, tables);
            case AlertTransitionKind.Opened:
                tables.AddEvent(open.Id, transition.Evaluation.At, "fired_again", Alert.ByEngine, AlertOpening.Describe(transition));
                return open.Id;
            case AlertTransitionKind.Suppressed:
                tables.CountSuppressed(transition.Rule.Id, transition.Evaluation.At);
                return null;
            case AlertTransitionKind.Repeated when open is { Status: AlertStatus.Open }:
                tables.Owe(open, policy.Announce(transition.Rule.Definition, open, NotificationEvent.Repeated, tables, transition.Evaluation.At), transition.Evaluation.At);
                return null;
            case AlertTransitionKind.Resolved when open is not null && transition.Rule.Definition.AutoResolve:
                tables.Resolve(open.Id, transition.Evaluation.At, Alert.ByEngine, LeadingNow(open, transition.Evaluation)?.Actual);
                tables.AddEvent(open.Id, transition.Evaluation.At, "resolved", Alert.ByEngine, null);
                tables.OweFollowUp(open.Id, NotificationEvent.Resolved, policy, transition.Evaluation.At);
                return open.Id;
            default:
                return null;
        }
    }

    /// <summary>
    /// An alert can outlive its firing, and a later one may be led by another condition: its peak is the worst number of the one that led when it opened.
    /// </summary>
    private static Alert KeepPeak(Alert open, AlertTransition transition, AlertTransaction tables)
    {
        if (!transition.Evaluation.Met || AlertLifecycle.Worse(open.PeakValue, LeadingNow(open, transition.Evaluation)) is not { } peak || peak == open.PeakValue)
        {
            return open;
        }

        tables.SavePeak(open.Id, peak);
        return open with { PeakValue = peak };
    }

    /// <summary>What the condition sees now that led when the alert opened; null when the rule no longer has it.</summary>
    private static ConditionReading? LeadingNow(Alert open, Evaluation now)
    {
        bool IsSame(ConditionReading? reading) => reading is not null && reading.Metric == open.Leading?.Metric && reading.Operator == open.Leading.Operator;
        var place = now.ReadingAt(open.Conditions.Index().Where(condition => condition.Item.Met).Select(condition => condition.Index).FirstOrDefault());
        return IsSame(place) ? place : now.Conditions.FirstOrDefault(IsSame);
    }

    private string Open(AlertTransition transition, AlertTransaction tables)
    {
        var alert = AlertOpening.Open(transition);
        tables.Insert(alert, transition.Evaluation.Group);
        tables.AddEvent(alert.Id, alert.TriggeredAt, "opened", Alert.ByEngine, alert.Description);
        tables.CountTriggered(transition.Rule.Id, alert.TriggeredAt);
        tables.Owe(alert, policy.Announce(transition.Rule.Definition, alert, NotificationEvent.Opened, tables, alert.TriggeredAt), alert.TriggeredAt);
        return alert.Id;
    }
}
