-- Which parts a report or a pack has. Those that are there have the first ones: they are read, and their hash is worked out, as they
-- were made. So does what a node of before writes.
alter table reconciliation_report add column format int not null default 1 check (format > 0);
alter table period_pack add column format int not null default 1 check (format > 0);

-- From what amount on an item of its account and currency is material.
alter table period_pack_item add column threshold bigint;

-- A run's report is signed by a decision: of the very run, and by whoever is said to have signed. Where the run began by itself
-- nobody is there yet who could be the first person: then it is another one, who asked for the signature.
create function sign_off_is_approved() returns trigger language plpgsql as $$
begin
    if not exists (select from approval a join reconciliation r on r.id = new.run
                   where a.id = new.approval and a.kind = 'period' and a.subject = 'reconciliation ' || new.run
                     and a.state = 'executed' and a.decided_ids @> new.signed_ids
                     and (r.cause <> 'schedule' or a.asked_ids <> array['plumbline'])) then
        raise exception 'Nobody decided that the report of run % is signed', new.run using errcode = 'check_violation';
    end if;
    return null;
end
$$;
-- At the end of the transaction, for the decision is written after what it decides.
create constraint trigger sign_off_approved after insert on reconciliation_sign_off deferrable initially deferred
    for each row execute function sign_off_is_approved();

-- A run whose report is signed does not go on: it would be told anew.
create function refuse_to_go_on_when_signed() returns trigger language plpgsql as $$
begin
    if exists (select from reconciliation_sign_off where run = new.id) then
        raise exception 'The report of run % is signed: it stays as it is', new.id using errcode = 'PL002';
    end if;
    return new;
end
$$;
create trigger reconciliation_signed_is_at_its_end before update of status on reconciliation
    for each row when (new.status = 'PENDING' and old.status is distinct from new.status)
    execute function refuse_to_go_on_when_signed();
