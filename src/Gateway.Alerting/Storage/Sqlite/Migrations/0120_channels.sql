-- Channels made in the API. document holds what anybody may see; secrets is encrypted, and empty where there are none.
create table channels (
    id         text    not null primary key,
    document   text    not null,
    secrets    text    not null,
    updated_at integer not null,
    updated_by text    not null
) without rowid;
