-- A key that takes the place of another: both work for a while, so that whoever uses it changes it when it suits them.
alter table api_key
    add column replaces uuid references api_key (id),
    -- The first of the line: to four-eyes rules all of a line are one. Null for a key that took nobody's place.
    add column line     uuid references api_key (id),
    add constraint of_a_line check ((replaces is null) = (line is null)),
    -- One key has one successor; who rotates twice at the same time has the second refused.
    add constraint replaced_once unique (replaces);
create index api_key_newest on api_key (created_at, id);

-- A password that an admin has seen, because it was made for somebody: it is changed before anything else.
alter table person add column password_given boolean not null default false;

select grant_roles();
