-- Firings that a cooldown has swallowed, by rule and hour (bucket is its start): they leave no alert that could tell of them.
create table rule_suppressions (
    rule_id text    not null,
    bucket  integer not null,
    count   integer not null,
    primary key (rule_id, bucket)
) without rowid;
create index rule_suppressions_by_hour on rule_suppressions (bucket);
