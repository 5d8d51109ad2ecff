-- Instants are unix milliseconds. Enums are the numbers of their C# types, append only.

create table alerts (
    id               text    not null primary key,
    rule_id          text    not null,
    rule_name        text    not null,
    group_key        text    not null,
    group_values     text    not null,
    status           integer not null,
    severity         integer not null,
    triggered_at     integer not null,
    acknowledged_at  integer,
    acknowledged_by  text,
    resolved_at      integer,
    resolved_by      text,
    description      text    not null,
    rule_description text,
    labels           text    not null,
    runbook_url      text,
    conditions       text    not null,
    value_at_trigger real,
    peak_value       real,
    value_at_resolve real
) without rowid;

-- While an alert is unresolved, its (rule, group) opens no second one: the database itself says so.
create unique index alerts_one_unresolved on alerts (rule_id, group_key) where status < 2;
create index alerts_by_time on alerts (triggered_at);
create index alerts_by_status on alerts (status, triggered_at);

create table alert_events (
    id       integer not null primary key,
    alert_id text    not null references alerts (id) on delete cascade,
    at       integer not null,
    kind     text    not null,
    by       text    not null,
    text     text
);
create index alert_events_by_alert on alert_events (alert_id);

-- Where each (rule, group) stands, so that a restart resumes and does not repeat.
create table alert_states (
    rule_id   text    not null,
    group_key text    not null,
    state     text    not null,
    saved_at  integer not null,
    primary key (rule_id, group_key)
) without rowid;

create table rule_counters (
    rule_id          text    not null primary key,
    trigger_count    integer not null default 0,
    suppressed_count integer not null default 0,
    last_triggered   integer
) without rowid;
