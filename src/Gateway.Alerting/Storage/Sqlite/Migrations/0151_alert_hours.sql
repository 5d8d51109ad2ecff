-- Alerts by the hour of their opening (bucket is its start), severity and status: what lists, statistics and the chart count, without a look at
-- a million rows. Kept by the database itself, so that no statement on alerts can forget it. What is resolved within 60000 ms was a false alarm.
create table alert_hours (
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

insert into alert_hours
select triggered_at / 3600000 * 3600000, severity, status, count(*), count(acknowledged_at), ifnull(sum(acknowledged_at - triggered_at), 0),
       ifnull(sum(resolved_at - triggered_at), 0), count(case when resolved_at - triggered_at <= 60000 then 1 end)
from alerts where deleted_at is null group by 1, 2, 3;

create trigger alert_hours_added after insert on alerts when new.deleted_at is null begin
    insert into alert_hours values (
        new.triggered_at / 3600000 * 3600000, new.severity, new.status, 1, new.acknowledged_at is not null, ifnull(new.acknowledged_at - new.triggered_at, 0),
        ifnull(new.resolved_at - new.triggered_at, 0), ifnull(new.resolved_at - new.triggered_at <= 60000, 0))
    on conflict (bucket, severity, status) do update set count = count + 1, acknowledged = acknowledged + excluded.acknowledged,
        acknowledge_ms = acknowledge_ms + excluded.acknowledge_ms, resolve_ms = resolve_ms + excluded.resolve_ms, false_alarms = false_alarms + excluded.false_alarms;
end;

create trigger alert_hours_changed after update of status, acknowledged_at, resolved_at, deleted_at on alerts begin
    update alert_hours set count = count - 1, acknowledged = acknowledged - (old.acknowledged_at is not null),
        acknowledge_ms = acknowledge_ms - ifnull(old.acknowledged_at - old.triggered_at, 0), resolve_ms = resolve_ms - ifnull(old.resolved_at - old.triggered_at, 0),
        false_alarms = false_alarms - ifnull(old.resolved_at - old.triggered_at <= 60000, 0)
    where old.deleted_at is null and bucket = old.triggered_at / 3600000 * 3600000 and severity = old.severity and status = old.status;
    insert into alert_hours
    select new.triggered_at / 3600000 * 3600000, new.severity, new.status, 1, new.acknowledged_at is not null, ifnull(new.acknowledged_at - new.triggered_at, 0),
        ifnull(new.resolved_at - new.triggered_at, 0), ifnull(new.resolved_at - new.triggered_at <= 60000, 0)
    where new.deleted_at is null
    on conflict (bucket, severity, status) do update set count = count + 1, acknowledged = acknowledged + excluded.acknowledged,
        acknowledge_ms = acknowledge_ms + excluded.acknowledge_ms, resolve_ms = resolve_ms + excluded.resolve_ms, false_alarms = false_alarms + excluded.false_alarms;
end;

create trigger alert_hours_removed after delete on alerts when old.deleted_at is null begin
    update alert_hours set count = count - 1, acknowledged = acknowledged - (old.acknowledged_at is not null),
        acknowledge_ms = acknowledge_ms - ifnull(old.acknowledged_at - old.triggered_at, 0), resolve_ms = resolve_ms - ifnull(old.resolved_at - old.triggered_at, 0),
        false_alarms = false_alarms - ifnull(old.resolved_at - old.triggered_at <= 60000, 0)
    where bucket = old.triggered_at / 3600000 * 3600000 and severity = old.severity and status = old.status;
    delete from alert_hours where bucket = old.triggered_at / 3600000 * 3600000 and count = 0;
end;
