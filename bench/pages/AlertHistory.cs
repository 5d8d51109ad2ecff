using Dapper;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.History;
using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.PagesBench;

/// <summary>Ninety days of alerts with timeline, message and try, by SQL: no gateway fires a million alerts in a minute. Two thousand are not resolved yet.</summary>
internal sealed class AlertHistory(SqliteDatabase database, int alerts, int rules)
{
    private const int Batch = 100_000;
    private const int Unresolved = 2_000;

    public async Task WriteAsync()
    {
        await using var writer = new SqliteWriter(database);
        var first = DateTimeOffset.UtcNow.AddDays(-90);
        for (var from = await StoredAsync(writer); from < alerts; from += Batch)
        {
            Console.Error.WriteLine($"{DateTime.UtcNow:T} alerts: {from:N0} of {alerts:N0}");
            await FillAsync(writer, from, Math.Min(Batch, alerts - from), first);
        }
    }

    private static Task<int> StoredAsync(SqliteWriter writer) =>
        writer.WriteAsync((connection, transaction) => connection.ExecuteScalar<int>("select count(*) from alerts where id like 'bench-%'", transaction: transaction));

    private Task<int> FillAsync(SqliteWriter writer, int from, int count, DateTimeOffset first) => writer.WriteAsync((connection, transaction) => connection.Execute(
        """
        create temp table n (value integer primary key, id, rule, name, user, priority, at, status, ends);
        with recursive numbers (value) as (select @from union all select value + 1 from numbers where value < @from + @count - 1)
        insert into n select value, printf('bench-%07d', value), printf('rule-%05d', value % @rules),
            case value % 4 when 0 then 'error rate' when 1 then 'total cost' when 2 then 'p95 latency' else 'total requests' end || printf(' of service %05d', value % @rules),
            'user-' || ((value / @rules + 7 * value) % 500) || '@example.com',
            case when value % 10 = 0 then 0 when value % 10 < 3 then 1 when value % 10 < 6 then 2 else 3 end,
            @first + value * @apart,
            case when value >= @alerts - 25 * @unresolved and value % 25 = 3 then iif(value % 4 = 3, 1, 0) else 2 end,
            @first + value * @apart + 20000 + value * 7919 % 3600000
        from numbers;

        insert into alerts (id, rule_id, rule_name, group_key, group_values, status, severity, triggered_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by,
                            description, rule_description, labels, conditions, value_at_trigger, peak_value, value_at_resolve)
        select id, rule, name, json_array(user), json_object('user', user), status, priority, at, iif(status = 1 or value % 3 = 0, at + 15000, null), iif(status = 1 or value % 3 = 0, 'ann', null),
            iif(status = 2, ends, null), iif(status = 2, 'gateway', null), name || ' was 12.4 % over 5 minutes for user ' || user || ', above 10 %.', 'Written by the team that runs the service.', '{"team":"search"}',
            '[{"metric":"error_rate","operator":">","threshold":10,"actual":12.4,"met":true,"requests":310,"reason":null}]', 12.4, 18.9, iif(status = 2, 4.2, null)
        from n;
        insert into alert_events (alert_id, at, kind, by, text) select id, at, 'opened', 'gateway', null from n;
        insert into alert_events (alert_id, at, kind, by, text) select id, at + 15000, 'acknowledged', 'ann', iif(value % 30 = 0, 'Looking into it, the new prompt retries too eagerly.', null) from n where status = 1 or value % 3 = 0;
        insert into alert_events (alert_id, at, kind, by, text) select id, ends, 'resolved', 'gateway', null from n where status = 2;
        insert into deliveries (id, alert_id, channel_id, event, status, reason, payload, attempts, created_at, sent_at)
        select 'msg_' || id, id, iif(value % 2 = 0, 'in_app', 'slack'), 'alert.opened', case when value % 500 = 1 then 4 when value % 2 = 1 then 3 else 1 end, iif(value % 2 = 1, 'not configured', null),
            replace(replace(@payload, '@id', id), '@name', name), value % 2 = 0, at, iif(value % 2 = 0, at + 300, null)
        from n;
        insert into delivery_attempts (delivery_id, at, status_code, duration_ms) select 'msg_' || id, at + 300, 200, 12 from n where value % 2 = 0;
        insert into rule_counters (rule_id, trigger_count, last_triggered) select rule, count(*), max(at) from n group by rule
        on conflict (rule_id) do update set trigger_count = trigger_count + excluded.trigger_count, last_triggered = excluded.last_triggered;
        drop table n;
        """,
        new { from, count, alerts, rules, unresolved = Unresolved, first = first.ToUnixTimeMilliseconds(), apart = (long)TimeSpan.FromDays(90).TotalMilliseconds / alerts, payload = Payload(first) },
        transaction));

    private static string Payload(DateTimeOffset at) => AlertMessage.Write(MessageTypes.Opened, at, new()
    {
        Id = "@id",
        RuleId = "rule",
        RuleName = "@name",
        TriggeredAt = at,
        Description = "@name was 12.4 % over 5 minutes for one user, above 10 %.",
        Conditions = [new("error_rate", ">", 10, 12.4, true, 310, null)],
    });
}
