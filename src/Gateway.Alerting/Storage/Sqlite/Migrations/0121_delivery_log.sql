-- begun: a try may have gone out, so the message is never told under another id. digest_id: the message that stands for this one.
alter table deliveries add column begun integer not null default 0;
alter table deliveries add column digest_id text;
-- News of an alert that the channel knows: new alerts go first.
alter table deliveries add column is_update integer generated always as (event in ('alert.acknowledged', 'alert.resolved')) virtual;
update deliveries set begun = 1 where status = 0;

-- The worker asks for each channel by itself, so that a long queue costs no more than a short one.
drop index deliveries_due;
create index deliveries_queue on deliveries (channel_id, is_update, seq, next_attempt_at, begun) where status = 0;
create index deliveries_due on deliveries (channel_id, next_attempt_at) where status = 0;
create index deliveries_earlier on deliveries (alert_id, channel_id, seq) where status = 0;

-- The delivery log, newest first. It has names of its own for two columns: SQLite would take an index on the status itself for whatever has a status.
alter table deliveries add column log_channel text generated always as (channel_id) virtual;
alter table deliveries add column log_status integer generated always as (status) virtual;
create index deliveries_log_channel on deliveries (log_channel, seq);
create index deliveries_log_status on deliveries (log_status, seq);
create index deliveries_log_both on deliveries (log_channel, log_status, seq);
create index deliveries_by_digest on deliveries (digest_id) where digest_id is not null;

-- Up to which message of the notification centre each person has read.
create table inbox_marks (
    name     text    not null primary key,
    read_seq integer not null
) without rowid;
