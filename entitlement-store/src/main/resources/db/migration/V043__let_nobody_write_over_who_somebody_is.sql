-- Which edit of a person this is: who sends a form that was opened before another admin's change does not undo that change.
alter table person add column edit bigint not null default 0;

create function count_person_edits() returns trigger language plpgsql as $$
begin
    new.edit := old.edit + 1;
    return new;
end
$$;
-- Here, so that also what an issuer says of somebody counts. To log in is no edit.
create trigger person_edits_are_counted before update of name, roles, state on person for each row
    when ((new.name, new.roles, new.state) is distinct from (old.name, old.roles, old.state))
    execute function count_person_edits();
