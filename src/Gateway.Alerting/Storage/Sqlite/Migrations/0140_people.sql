-- How people like the admin, and the keys that admins gave out. Keys that were revoked stay, for the record.

create table preferences (
    person     text    not null primary key,
    document   text    not null,
    changed_at integer not null
) without rowid;

create table admin_keys (
    id           text    not null primary key,
    name         text    not null,
    role         text    not null,
    hash         text    not null,
    ending       text    not null,
    created_by   text    not null,
    created_at   integer not null,
    last_used_at integer,
    revoked_at   integer,
    revoked_by   text
) without rowid;
create unique index admin_keys_by_name on admin_keys (name collate nocase) where revoked_at is null;
