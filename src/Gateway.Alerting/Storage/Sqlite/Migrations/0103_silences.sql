-- Silences stay after their end, for the record.

create table silences (
    id                text    not null primary key,
    matchers          text    not null,
    starts_at         integer not null,
    ends_at           integer,
    recurring         text,
    comment           text,
    created_by        text    not null,
    created_at        integer not null,
    expire_on_resolve integer not null,
    ended_at          integer,
    ended_by          text
) without rowid;
create index silences_by_time on silences (created_at);
create index silences_in_force on silences (ends_at) where ended_at is null;

-- Routes made in the API: every change is a row and stays, the last one is the present one.
create table route_versions (
    version  integer not null primary key,
    document text    not null,
    by       text    not null,
    at       integer not null
);

-- What a silence or quiet hours hold back: skipped, with the time at which it is decided again.
create index deliveries_held on deliveries (next_attempt_at) where status = 3 and next_attempt_at is not null;
