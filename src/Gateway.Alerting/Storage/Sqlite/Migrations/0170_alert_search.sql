-- The texts that a search looks at, by every three letters of them: it finds the few alerts that may match, and the search then looks at those.
-- Nothing of the texts is kept (content, detail), only which alert has which letters; triggers keep it, so that no statement on alerts can forget it.
create table alert_texts (
    id       integer not null primary key,
    alert_id text    not null unique
);
create virtual table alert_search using fts5 (
    rule_name, description, group_values, notes, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');

insert into alert_texts (alert_id) select id from alerts where deleted_at is null order by triggered_at, id;

create view alert_search_rows as
select texts.id, alert_id, rule_name, description, group_values,
       (select group_concat(text, char(10)) from alert_events as said where said.alert_id = texts.alert_id and by <> 'gateway' and text is not null) as notes
from alert_texts as texts join alerts on alerts.id = alert_id;

insert into alert_search (rowid, rule_name, description, group_values, notes) select id, rule_name, description, group_values, notes from alert_search_rows;

create trigger alert_search_added after insert on alerts when new.deleted_at is null begin
    insert into alert_texts (alert_id) values (new.id);
    insert into alert_search (rowid, rule_name, description, group_values) select id, new.rule_name, new.description, new.group_values from alert_texts where alert_id = new.id;
end;

create trigger alert_search_noted after insert on alert_events when new.by <> 'gateway' and new.text is not null begin
    insert or replace into alert_search (rowid, rule_name, description, group_values, notes)
    select id, rule_name, description, group_values, notes from alert_search_rows where alert_id = new.alert_id;
end;

create trigger alert_search_emptied after update of deleted_at on alerts when new.deleted_at is not null begin
    delete from alert_search where rowid = (select id from alert_texts where alert_id = old.id);
    delete from alert_texts where alert_id = old.id;
end;

create trigger alert_search_removed after delete on alerts when old.deleted_at is null begin
    delete from alert_search where rowid = (select id from alert_texts where alert_id = old.id);
    delete from alert_texts where alert_id = old.id;
end;
