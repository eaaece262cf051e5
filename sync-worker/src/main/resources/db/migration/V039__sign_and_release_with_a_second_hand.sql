-- What V038 says of approvals, of what is compared elsewhere: who prepared a month and who signs it, who asked for a run and who
-- signs it or lets it go.
create or replace function take_period_step() returns trigger language plpgsql as $$
declare
    period finance_period;
    pack   period_pack;
begin
    select * into period from finance_period where month = new.month for update;
    select * into pack from period_pack where month = new.month and version = new.version;
    if not (case new.step
               when 'prepared' then period.state <> 'locked' and new.version = period.version + 1
               when 'reviewed' then period.state = 'prepared' and new.version = period.version
               when 'locked' then period.state = 'reviewed' and new.version = period.version
               else period.state = 'locked' and new.version = period.version
           end) then
        raise exception 'Period % is %: version % of it is not %', new.month, period.state, new.version, new.step
            using errcode = 'check_violation';
    end if;
    if pack.content_sha256 is distinct from new.content_sha256 then
        raise exception 'Pack % of period % is another one', new.version, new.month using errcode = 'check_violation';
    end if;
    -- Four eyes are those of two people, whatever they come with.
    if new.step in ('reviewed', 'locked') and hands_behind(pack.prepared_ids) && hands_behind(new.taken_ids) then
        raise exception 'Who prepared period % does not sign it', new.month using errcode = 'check_violation';
    end if;
    update finance_period set state = new.step, version = new.version where month = new.month;
    return new;
end
$$;

create or replace function sign_what_is_there() returns trigger language plpgsql as $$
begin
    if not exists (select from reconciliation_report where run = new.run and content_sha256 = new.content_sha256) then
        raise exception 'The report of run % is another one', new.run using errcode = 'check_violation';
    end if;
    if exists (select from reconciliation
               where id = new.run and hands_behind(requested_ids) && hands_behind(new.signed_ids)) then
        raise exception 'Who asked for run % does not sign it', new.run using errcode = 'check_violation';
    end if;
    return new;
end
$$;

create function release_by_a_second_hand() returns trigger language plpgsql as $$
begin
    if hands_behind(new.released_ids) && hands_behind(coalesce(new.requested_ids, array['key:' || new.requested_key])) then
        raise exception 'Who asked for run % does not let it go', new.id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create trigger reconciliation_of_two_hands after update of released_ids on reconciliation for each row
    when (new.released_ids is not null) execute function release_by_a_second_hand();
