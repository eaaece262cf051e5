-- By which decision a migration may begin and go on whatever the day is; null for one that keeps to the agreed days.
alter table migration add column approval text references approval (id);

update migration m
set approval = (select a.id from approval a
                where a.kind = 'migration' and a.subject = 'migration ' || m.id and a.state = 'executed'
                order by a.decided_at desc limit 1);

create function migration_is_approved() returns trigger language plpgsql as $$
begin
    if not exists (select from approval a
                   where a.id = new.approval and a.kind = 'migration' and a.subject = 'migration ' || new.id and a.state = 'executed') then
        raise exception 'Nobody decided that migration % begins or goes on', new.id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
-- At the end of the transaction, for the decision is written after what it decides.
create constraint trigger migration_approved after insert or update of approval on migration deferrable initially deferred
    for each row when (new.approval is not null) execute function migration_is_approved();

-- Whose the first request is, and when it was heard of last: as long as it runs its repetition waits, however long that is.
alter table idempotent_request
    add column claim    uuid,
    add column heard_at timestamptz not null default now(),
    -- Of the answer: where it is to be found, and what it is an edit of.
    add column location text,
    add column etag     text;
