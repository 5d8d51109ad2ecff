-- Which calls were imported, by the hour in which they ended: known for as long as the sums by hour, so that a file may be sent again at any time.
create table imported_calls (
    bucket  integer not null,
    id_hash integer not null,
    primary key (bucket, id_hash)
) without rowid;
