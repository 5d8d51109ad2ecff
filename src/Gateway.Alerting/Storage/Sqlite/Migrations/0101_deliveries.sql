-- The outbox: messages owed. Written in the transaction of what they tell of.

create table deliveries (
    seq             integer not null primary key,
    id              text    not null unique,
    alert_id        text    references alerts (id) on delete set null,
    channel_id      text    not null,
    event           text    not null,
    status          integer not null,
    reason          text,
    payload         text    not null,
    attempts        integer not null default 0,
    created_at      integer not null,
    next_attempt_at integer,
    sent_at         integer
);
create index deliveries_due on deliveries (next_attempt_at) where status = 0;
create index deliveries_by_alert on deliveries (alert_id);

create table delivery_attempts (
    id          integer not null primary key,
    delivery_id text    not null references deliveries (id) on delete cascade,
    at          integer not null,
    status_code integer,
    duration_ms real    not null,
    error       text
);
create index delivery_attempts_by_delivery on delivery_attempts (delivery_id);
