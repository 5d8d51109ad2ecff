-- Messages that were tried and wait for the next try: the last error of a channel is found without reading all that wait behind them.
create index deliveries_tried on deliveries (log_channel, seq) where status = 0 and attempts > 0;

-- The history of one rule, narrowed by severity or status, is found in the index alone: a rule may have half of all alerts.
drop index alerts_by_rule;
create index alerts_by_rule on alerts (rule_id, triggered_at, id, rule_name, deleted_at, severity, status) where deleted_at is null;
