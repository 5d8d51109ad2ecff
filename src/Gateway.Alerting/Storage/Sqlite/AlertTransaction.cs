using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Routing;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Windows;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The statements on the alert tables, inside one transaction of the writer.</summary>
internal sealed class AlertTransaction(SqliteConnection connection, SqliteTransaction transaction) : INotificationFacts
{
    private readonly SuppressionTables _suppression = new(connection, transaction);

    public IReadOnlyList<Silence> SilencesAt(DateTimeOffset now) => _suppression.SilencesAt(now);

    public RouteVersion? Routes => _suppression.Routes;

    public IReadOnlyList<OpeningChannel> OpeningOf(string alertId) => _suppression.OpeningOf(alertId);

    public Alert Alert(string id) => Find("id = @id", new { id }) ?? throw new InvalidOperationException($"Alert {id} has vanished inside its own transaction.");

    public Alert? FindAlert(string id) => Find("id = @id and deleted_at is null", new { id });

    public Alert? UnresolvedAlert(string ruleId, GroupKey group) =>
        Find("rule_id = @ruleId and group_key = @group and status < 2", new { ruleId, group = group.ToString() });

    public void SaveState(SavedAlertState saved, DateTimeOffset at)
    {
        var key = new { rule = saved.RuleId, group = saved.Group.ToString() };
        if (saved.State == AlertState.Normal)
        {
            Run("delete from alert_states where rule_id = @rule and group_key = @group", key);
            return;
        }

        Run(
            """
            insert into alert_states (rule_id, group_key, state, saved_at) values (@rule, @group, @state, @at)
            on conflict (rule_id, group_key) do update set state = excluded.state, saved_at = excluded.saved_at
            """,
            new { key.rule, key.group, state = AlertRow.Write(saved.State), at = at.ToUnixTimeMilliseconds() });
    }

    public void Insert(Alert alert, GroupKey group) => Run(
        """
        insert into alerts (id, rule_id, rule_name, group_key, group_values, status, severity, triggered_at, description, rule_description, labels, runbook_url, conditions, value_at_trigger, peak_value)
        values (@Id, @RuleId, @RuleName, @group, @values, @Status, @Severity, @triggered, @Description, @RuleDescription, @labels, @RunbookUrl, @conditions, @ValueAtTrigger, @PeakValue)
        """,
        new
        {
            alert.Id,
            alert.RuleId,
            alert.RuleName,
            group = group.ToString(),
            values = AlertRow.Write(alert.Group),
            alert.Status,
            alert.Severity,
            triggered = alert.TriggeredAt.ToUnixTimeMilliseconds(),
            alert.Description,
            alert.RuleDescription,
            labels = AlertRow.Write(alert.Labels),
            alert.RunbookUrl,
            conditions = AlertRow.Write(alert.Conditions),
            alert.ValueAtTrigger,
            alert.PeakValue,
        });

    public void AddEvent(string alertId, DateTimeOffset at, string kind, string by, string? text) => Run(
        "insert into alert_events (alert_id, at, kind, by, text) values (@alertId, @at, @kind, @by, @text)",
        new { alertId, at = at.ToUnixTimeMilliseconds(), kind, by, text });

    public void Acknowledge(string id, DateTimeOffset at, string by) => Run(
        "update alerts set status = 1, acknowledged_at = @at, acknowledged_by = @by where id = @id",
        new { id, at = at.ToUnixTimeMilliseconds(), by });

    /// <summary>What has not left yet about the acknowledgement stays here, with the reason.</summary>
    public void Unacknowledge(string id) => Run(
        """
        update alerts set status = 0, acknowledged_at = null, acknowledged_by = null where id = @id;
        update deliveries set status = @skipped, reason = 'the acknowledgement was taken back', next_attempt_at = null
        where alert_id = @id and event = @event and (status = @pending or next_attempt_at is not null)
        """,
        new { id, @event = MessageTypes.Acknowledged, skipped = DeliveryStatus.Skipped, pending = DeliveryStatus.Pending });

    public void Resolve(string id, DateTimeOffset at, string by, double? value)
    {
        Run(
            "update alerts set status = 2, resolved_at = @at, resolved_by = @by, value_at_resolve = @value where id = @id",
            new { id, at = at.ToUnixTimeMilliseconds(), by, value });
        _suppression.AlertResolved(Alert(id), at);
    }

    /// <summary>Empties the row and takes the timeline; see the migration for why the row stays.</summary>
    public void Delete(string id, DateTimeOffset at)
    {
        Run("delete from alert_events where alert_id = @id", new { id });
        Run(
            """
            update alerts set deleted_at = @at, rule_name = '', group_key = '', group_values = '{}', acknowledged_by = null, resolved_by = null, description = '',
                rule_description = null, labels = '{}', runbook_url = null, conditions = '[]', value_at_trigger = null, peak_value = null, value_at_resolve = null
            where id = @id
            """,
            new { id, at = at.ToUnixTimeMilliseconds() });
    }

    /// <summary>Keeps what would leave no other trace.</summary>
    public void Audit(DateTimeOffset at, string by, string action, string target, string? text) => Run(
        "insert into audit (at, by, action, target, text) values (@at, @by, @action, @target, @text)",
        new { at = at.ToUnixTimeMilliseconds(), by, action, target, text });

    public void SavePeak(string id, double peak) => Run("update alerts set peak_value = @peak where id = @id", new { id, peak });

    public void CountTriggered(string ruleId, DateTimeOffset at) => Run(
        """
        insert into rule_counters (rule_id, trigger_count, last_triggered) values (@ruleId, 1, @at)
        on conflict (rule_id) do update set trigger_count = trigger_count + 1, last_triggered = excluded.last_triggered
        """,
        new { ruleId, at = at.ToUnixTimeMilliseconds() });

    /// <summary>For the rule as a whole, and for the hour: nothing else tells when it was.</summary>
    public void CountSuppressed(string ruleId, DateTimeOffset at) => Run(
        """
        insert into rule_counters (rule_id, suppressed_count) values (@ruleId, 1)
        on conflict (rule_id) do update set suppressed_count = suppressed_count + 1;
        insert into rule_suppressions (rule_id, bucket, count) values (@ruleId, @hour, 1)
        on conflict (rule_id, bucket) do update set count = count + 1
        """,
        new { ruleId, hour = SqliteRuleDays.HourOf(at) });

    /// <summary>Puts messages into the outbox; one that is not to be sent is kept with its reason.</summary>
    public void Owe(Alert alert, IEnumerable<NewDelivery> messages, DateTimeOffset at)
    {
        foreach (var message in messages)
        {
            var now = at.ToUnixTimeMilliseconds();
            Run(
                """
                insert into deliveries (id, alert_id, channel_id, event, status, reason, payload, created_at, next_attempt_at)
                values (@id, @alert, @channel, @event, @status, @reason, @payload, @now, @due)
                """,
                new
                {
                    id = "msg_" + Guid.CreateVersion7(at).ToString("N"),
                    alert = alert.Id,
                    channel = message.ChannelId,
                    @event = message.Event,
                    status = message.Decision.Send ? DeliveryStatus.Pending : DeliveryStatus.Skipped,
                    reason = message.Decision.Reason,
                    payload = AlertMessage.Write(message.Event, at, alert),
                    now,
                    due = message.Decision.Send ? now : message.Decision.HeldUntil?.ToUnixTimeMilliseconds(),
                });
        }
    }

    /// <summary>Whoever was to hear of the opening hears of what became of it, or it is kept why not.</summary>
    public void OweFollowUp(string alertId, NotificationEvent what, NotificationPolicy policy, DateTimeOffset at)
    {
        var alert = Alert(alertId);
        Owe(alert, policy.FollowUp(alert, what, this, at), at);
    }

    private Alert? Find(string where, object parameters) => connection
        .QuerySingleOrDefault<AlertRow>($"select {AlertRow.Columns} from alerts where {where}", parameters, transaction)?.ToAlert();

    private void Run(string sql, object parameters) => connection.Execute(sql, parameters, transaction);
}
