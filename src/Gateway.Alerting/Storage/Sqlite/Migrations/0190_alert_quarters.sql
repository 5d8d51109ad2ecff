-- Alerts by the quarter of an hour of their opening instead of by the hour: days begin at one in every time zone, India's too.
-- Otherwise as before: kept by the database itself, and what is resolved within 60000 ms was a false alarm.
drop trigger alert_hours_added;
drop trigger alert_hours_changed;
drop trigger alert_hours_removed;
drop table alert_hours;

create table alert_quarters (
    bucket         integer not null,
    severity       integer not null,
    status         integer not null,
    count          integer not null,
    acknowledged   integer not null,
    acknowledge_ms integer not null,
    resolve_ms     integer not null,
    false_alarms   integer not null,
    primary key (bucket, severity, status)
) without rowid;

insert into alert_quarters
select triggered_at / 900000 * 900000, severity, status, count(*), count(acknowledged_at), ifnull(sum(acknowledged_at - triggered_at), 0),
       ifnull(sum(resolved_at - triggered_at), 0), count(case when resolved_at - triggered_at <= 60000 then 1 end)
from alerts where deleted_at is null group by 1, 2, 3;

create trigger alert_quarters_added after insert on alerts when new.deleted_at is null begin
    insert into alert_quarters values (
        new.triggered_at / 900000 * 900000, new.severity, new.status, 1, new.acknowledged_at is not null, ifnull(new.acknowledged_at - new.triggered_at, 0),
        ifnull(new.resolved_at - new.triggered_at, 0), ifnull(new.resolved_at - new.triggered_at <= 60000, 0))
    on conflict (bucket, severity, status) do update set count = count + 1, acknowledged = acknowledged + excluded.acknowledged,
        acknowledge_ms = acknowledge_ms + excluded.acknowledge_ms, resolve_ms = resolve_ms + excluded.resolve_ms, false_alarms = false_alarms + excluded.false_alarms;
end;

create trigger alert_quarters_changed after update of status, acknowledged_at, resolved_at, deleted_at on alerts begin
    update alert_quarters set count = count - 1, acknowledged = acknowledged - (old.acknowledged_at is not null),
        acknowledge_ms = acknowledge_ms - ifnull(old.acknowledged_at - old.triggered_at, 0), resolve_ms = resolve_ms - ifnull(old.resolved_at - old.triggered_at, 0),
        false_alarms = false_alarms - ifnull(old.resolved_at - old.triggered_at <= 60000, 0)
    where old.deleted_at is null and bucket = old.triggered_at / 900000 * 900000 and severity = old.severity and status = old.status;
    insert into alert_quarters
    select new.triggered_at / 900000 * 900000, new.severity, new.status, 1, new.acknowledged_at is not null, ifnull(new.acknowledged_at - new.triggered_at, 0),
        ifnull(new.resolved_at - new.triggered_at, 0), ifnull(new.resolved_at - new.triggered_at <= 60000, 0)
    where new.deleted_at is null
    on conflict (bucket, severity, status) do update set count = count + 1, acknowledged = acknowledged + excluded.acknowledged,
        acknowledge_ms = acknowledge_ms + excluded.acknowledge_ms, resolve_ms = resolve_ms + excluded.resolve_ms, false_alarms = false_alarms + excluded.false_alarms;
end;

create trigger alert_quarters_removed after delete on alerts when old.deleted_at is null begin
    update alert_quarters set count = count - 1, acknowledged = acknowledged - (old.acknowledged_at is not null),
        acknowledge_ms = acknowledge_ms - ifnull(old.acknowledged_at - old.triggered_at, 0), resolve_ms = resolve_ms - ifnull(old.resolved_at - old.triggered_at, 0),
        false_alarms = false_alarms - ifnull(old.resolved_at - old.triggered_at <= 60000, 0)
    where bucket = old.triggered_at / 900000 * 900000 and severity = old.severity and status = old.status;
    delete from alert_quarters where bucket = old.triggered_at / 900000 * 900000 and count = 0;
end;

-- What a filter asks of an alert stands in every index that gives an order: rows that are passed over are never read.
drop index alerts_by_time;
drop index alerts_by_status;
drop index alerts_by_severity;
drop index alerts_by_name;
create index alerts_by_time on alerts (triggered_at, id, deleted_at, status, severity) where deleted_at is null;
create index alerts_by_status on alerts (status, severity, triggered_at, id, deleted_at) where deleted_at is null;
create index alerts_by_severity on alerts (severity, triggered_at desc, id desc, deleted_at, status) where deleted_at is null;
create index alerts_by_name on alerts (rule_name collate nocase, triggered_at desc, id desc, deleted_at, status, severity) where deleted_at is null;
