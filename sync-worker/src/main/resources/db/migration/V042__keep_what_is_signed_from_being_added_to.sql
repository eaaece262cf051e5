-- What was signed does not grow either: its hash is of all that is told.
create trigger told_and_signed_is_not_added_to after insert on break_told referencing new table as gone
    for each statement execute function keep_what_is_signed();
create trigger reported_and_signed_is_not_added_to after insert on reconciliation_report_line referencing new table as gone
    for each statement execute function keep_what_is_signed();

-- Emptying a table asks no row, so it is refused for all of it.
create function keep_all_while_some_is_signed() returns trigger language plpgsql as $$
begin
    if exists (select from finance_period where state = 'locked') or exists (select from reconciliation_sign_off) then
        raise exception 'Some of % is signed: it stays as it is', tg_table_name using errcode = 'PL002';
    end if;
    return null;
end
$$;
create trigger told_and_signed_is_not_emptied before truncate on break_told
    for each statement execute function keep_all_while_some_is_signed();
create trigger reported_and_signed_is_not_emptied before truncate on reconciliation_report_line
    for each statement execute function keep_all_while_some_is_signed();
create trigger head_of_what_is_signed_is_not_emptied before truncate on reconciliation_report
    for each statement execute function keep_all_while_some_is_signed();
create trigger differences_of_what_is_signed_are_not_emptied before truncate on reconciliation_difference
    for each statement execute function keep_all_while_some_is_signed();

-- The month of a run is in what was signed of it.
create function keep_business_date() returns trigger language plpgsql as $$
begin
    raise exception 'The business date of run % stays', old.id using errcode = 'check_violation';
end
$$;
create trigger business_date_stays before update of business_date on reconciliation
    for each row when (new.business_date is distinct from old.business_date) execute function keep_business_date();

-- Also past the state in which a run waits to be taken.
create trigger reconciliation_runs_in_its_period before update of status on reconciliation
    for each row when (new.status = 'RUNNING' and old.status not in ('PENDING', 'RUNNING'))
    execute function refuse_runs_in_a_locked_period();

-- Whatever is said of a break, not the comment and the assignee alone. What is said of one that opened again is of another time.
drop trigger break_said_in_a_locked_period on break;
create trigger break_said_in_a_locked_period before update on break
    for each row when (old.resolved_at is not null and new.opened_at = old.opened_at
                       and (new.comment, new.assignee, new.reason_code, new.waived_until, new.waived_by, new.waived_reason)
                           is distinct from
                           (old.comment, old.assignee, old.reason_code, old.waived_until, old.waived_by, old.waived_reason))
    execute function refuse_other_words_for_what_is_signed();

-- Reports of an account go on from one another. One that another goes on from is not made anew: what it closed with is what that
-- one opened with.
create function keep_the_chain_of_reports() returns trigger language plpgsql as $$
begin
    if exists (select from reconciliation_report where previous_run = old.run) then
        raise exception 'The report of run % is what a later one goes on from', old.run using errcode = 'check_violation';
    end if;
    return old;
end
$$;
create index reconciliation_report_previous on reconciliation_report (previous_run);
create trigger report_that_is_gone_on_from_stays before delete on reconciliation_report
    for each row execute function keep_the_chain_of_reports();

-- Months lie one behind the other: asked under a lock that all steps take last, since two months at a time have no row in common.
create function period_step_in_order() returns trigger language plpgsql as $$
declare
    neighbour text;
begin
    perform pg_advisory_xact_lock(7346201889);
    select month into neighbour from finance_period where month > new.month and state = 'locked' order by month limit 1;
    if neighbour is not null then
        raise exception 'Period % is locked and goes on from what was there', neighbour using errcode = 'PL003';
    end if;
    if new.step = 'locked' then
        select p.month into neighbour
        from finance_period p
        join period_pack k on k.month = new.month and k.version = new.version
        where p.version > 0 and p.month < new.month
          and (p.month > coalesce(k.previous_month, '')
               or p.month = k.previous_month and (p.state <> 'locked' or p.version <> k.previous_version))
        order by p.month limit 1;
        if neighbour is not null then
            raise exception 'Period % lies before, and is not locked or another one since', neighbour using errcode = 'PL003';
        end if;
    end if;
    return new;
end
$$;
create trigger period_steps_in_order before insert on period_step for each row execute function period_step_in_order();

-- A decision is of one step, of that pack, and is used once.
create unique index period_step_approval on period_step (approval) where approval is not null;
create or replace function period_step_is_approved() returns trigger language plpgsql as $$
begin
    if not exists (select from approval a
                   where a.id = new.approval and a.kind = 'period' and a.subject = 'period ' || new.month
                     and a.state = 'executed' and a.decided_ids @> new.taken_ids
                     and a.content::jsonb ->> 'action' = case new.step when 'locked' then 'lock' else 'reopen' end
                     and a.content::jsonb ->> 'contentSha256' = new.content_sha256) then
        raise exception 'Nobody decided that period % is %', new.month, new.step using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create or replace function sign_off_is_approved() returns trigger language plpgsql as $$
begin
    if not exists (select from approval a join reconciliation r on r.id = new.run
                   where a.id = new.approval and a.kind = 'period' and a.subject = 'reconciliation ' || new.run
                     and a.state = 'executed' and a.decided_ids @> new.signed_ids
                     and a.content::jsonb ->> 'contentSha256' = new.content_sha256
                     and (r.cause <> 'schedule' or a.asked_ids <> array['plumbline'])) then
        raise exception 'Nobody decided that the report of run % is signed', new.run using errcode = 'check_violation';
    end if;
    return null;
end
$$;
