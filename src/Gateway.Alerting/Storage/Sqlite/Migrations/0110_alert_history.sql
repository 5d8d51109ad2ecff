-- A deleted alert leaves its row, emptied: the messages that were owed for it keep their place and their order. Retention takes the row.
alter table alerts add column deleted_at integer;

drop index alerts_by_time;
drop index alerts_by_status;
-- deleted_at stands in each, so that counting needs no look at the rows.
create index alerts_by_time on alerts (triggered_at, id, deleted_at) where deleted_at is null;
create index alerts_by_status on alerts (status, triggered_at, id, deleted_at) where deleted_at is null;
create index alerts_by_severity on alerts (severity, triggered_at desc, id desc, deleted_at) where deleted_at is null;
create index alerts_by_rule on alerts (rule_id, triggered_at, id, rule_name, deleted_at) where deleted_at is null;
create index alerts_by_name on alerts (rule_name collate nocase, triggered_at desc, id desc, deleted_at) where deleted_at is null;
create index alerts_to_expire on alerts (resolved_at) where status = 2;

-- What people wrote, for the search.
create index alert_notes on alert_events (alert_id, text) where by <> 'gateway' and text is not null;

-- What people did that leaves no other trace.
create table audit (
    id     integer not null primary key,
    at     integer not null,
    by     text    not null,
    action text    not null,
    target text    not null,
    text   text
);
create index audit_by_time on audit (at);
