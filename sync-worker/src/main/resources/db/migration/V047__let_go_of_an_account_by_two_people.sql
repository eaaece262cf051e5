-- What an account holds back goes by the one four-eyes mechanism (V027), as a run's HOLD does: the approval that lets it go is
-- decided by another person than who asked, of this very hold, and done. What was released before had none, and stays as it is.
alter table billing_hold add column approval text references approval (id);

-- Looked at when the transaction ends: what an approval does is done before the approval is written down as done.
create function let_go_of_an_account_by_two_people() returns trigger language plpgsql as $$
begin
    if not exists (
        select from approval
        where id = new.approval and kind = 'hold-release' and state = 'executed' and decided_by = new.released_by
          and content::jsonb ->> 'hold' = new.id::text
    ) then
        raise exception 'Hold % of %/% goes when a second person approves it', new.id, new.provider, new.account
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger billing_hold_of_two_people after insert or update of released_at, released_by, approval on billing_hold
    deferrable initially deferred for each row
    when (new.released_at is not null) execute function let_go_of_an_account_by_two_people();

-- Nor is it let go by becoming another account's, or once more by what let it go before.
create function hold_stays_as_it_is() returns trigger language plpgsql as $$
begin
    raise exception 'Hold % stays as it was opened, and as it was released', old.id using errcode = 'check_violation';
end
$$;
create trigger billing_hold_stays before update on billing_hold for each row
    when ((old.id, old.provider, old.account, old.opened_at) is distinct from (new.id, new.provider, new.account, new.opened_at)
          or (old.released_at is not null
              and (old.released_at, old.released_by, old.release_reason, old.approval)
                  is distinct from (new.released_at, new.released_by, new.release_reason, new.approval)))
    execute function hold_stays_as_it_is();
create trigger billing_hold_is_kept before delete or truncate on billing_hold for each statement execute function refuse_change();
