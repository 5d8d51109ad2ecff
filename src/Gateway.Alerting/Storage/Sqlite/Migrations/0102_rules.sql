-- Rules made in the API. Every change is a row of rule_versions and stays; rules says which version is the present one.

create table rule_versions (
    rule_id  text    not null,
    version  integer not null,
    action   integer not null,
    by       text    not null,
    at       integer not null,
    document text    not null,
    primary key (rule_id, version)
) without rowid;

create table rules (
    id      text    not null primary key,
    version integer not null,
    foreign key (id, version) references rule_versions (rule_id, version)
) without rowid;
