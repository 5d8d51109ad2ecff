-- What somebody has used, by hour and anything else: a filter by user finds its rows in months of everybody's.
create index call_hours_by_user on call_hours (user, bucket);
