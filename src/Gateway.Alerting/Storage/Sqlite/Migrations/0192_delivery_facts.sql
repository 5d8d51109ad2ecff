-- What of an alert stands in a digest: as long as that is tried, nothing later about the alert may be told.
create index deliveries_in_digest on deliveries (alert_id, channel_id, digest_id) where digest_id is not null;

-- What the receiver asked for, so that a restart keeps to it; and the channel, so that its last error is found whatever became of the message.
alter table delivery_attempts add column retry_after_ms integer;
alter table delivery_attempts add column channel_id text;
update delivery_attempts set channel_id = (select channel_id from deliveries where id = delivery_id) where error is not null;
create index delivery_attempts_with_error on delivery_attempts (channel_id, id) where error is not null;
drop index deliveries_tried;
