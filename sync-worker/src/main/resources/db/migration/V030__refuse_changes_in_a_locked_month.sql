-- A run's report, signed by itself: a period of one run. Whoever asked for the run does not sign it.
create table reconciliation_sign_off (
    run            bigint primary key references reconciliation (id),
    content_sha256 text        not null,
    signed_by      text        not null,
    signed_ids     text[]      not null check (cardinality(signed_ids) > 0),
    signed_at      timestamptz not null default clock_timestamp(),
    reason         text        not null check (reason <> ''),
    link           text,
    approval       text        not null references approval (id)
);

create function sign_what_is_there() returns trigger language plpgsql as $$
begin
    if not exists (select from reconciliation_report where run = new.run and content_sha256 = new.content_sha256) then
        raise exception 'The report of run % is another one', new.run using errcode = 'check_violation';
    end if;
    if exists (select from reconciliation where id = new.run and requested_ids && new.signed_ids) then
        raise exception 'Who asked for run % does not sign it', new.run using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger sign_off_of_what_is_there before insert on reconciliation_sign_off
    for each row execute function sign_what_is_there();
create trigger sign_off_stays before update or delete or truncate on reconciliation_sign_off
    for each statement execute function refuse_change();

-- PL002 is what the API answers as 409 PERIOD_LOCKED: whatever way a change comes, it is refused here, and said in these words.

-- A run of a locked month neither begins nor goes on. The lock on the row makes one of two that lock and begin at once wait.
create function refuse_runs_in_a_locked_period() returns trigger language plpgsql as $$
declare
    is_in text;
begin
    select state into is_in from finance_period where month = to_char(new.business_date, 'YYYY-MM') for share;
    if is_in = 'locked' then
        raise exception 'Period % is locked: what is found now belongs to the next one; reopening it takes two people',
            to_char(new.business_date, 'YYYY-MM') using errcode = 'PL002';
    end if;
    return new;
end
$$;
create trigger reconciliation_in_its_period before insert on reconciliation
    for each row execute function refuse_runs_in_a_locked_period();
create trigger reconciliation_goes_on_in_its_period before update of status on reconciliation
    for each row when (new.status = 'PENDING' and old.status is distinct from new.status)
    execute function refuse_runs_in_a_locked_period();

-- What was said of a break that was over at the end of a locked month stays. One that is open goes on in the next month, as does
-- one that came back: it opened again then.
create function refuse_other_words_for_what_is_signed() returns trigger language plpgsql as $$
declare
    locked text;
begin
    select p.month into locked
    from period_pack_item i join finance_period p on p.month = i.month and p.version = i.version and p.state = 'locked'
    where i.break = old.id and i.left_as is not null and i.opened_at = old.opened_at limit 1;
    if locked is not null then
        raise exception 'Break % was over in period %, which is locked; reopening it takes two people', old.id, locked
            using errcode = 'PL002';
    end if;
    return new;
end
$$;
create trigger break_said_in_a_locked_period before update of comment, assignee on break
    for each row when (old.resolved_at is not null) execute function refuse_other_words_for_what_is_signed();

-- What a signed pack, or a signed run, is traced to stays too.
create function keep_what_is_signed() returns trigger language plpgsql as $$
declare
    signed bigint;
begin
    select g.run into signed from (select distinct run from gone) g
    where exists (select from period_pack_run q join finance_period p on p.month = q.month and p.version = q.version
                  where q.run = g.run and p.state = 'locked')
       or exists (select from reconciliation_sign_off s where s.run = g.run)
    limit 1;
    if signed is not null then
        raise exception 'The report of run % is signed: it stays as it is', signed using errcode = 'PL002';
    end if;
    return null;
end
$$;
create trigger told_and_signed_is_not_changed after update on break_told referencing old table as gone
    for each statement execute function keep_what_is_signed();
create trigger told_and_signed_is_not_deleted after delete on break_told referencing old table as gone
    for each statement execute function keep_what_is_signed();
create trigger reported_and_signed_is_not_changed after update on reconciliation_report_line referencing old table as gone
    for each statement execute function keep_what_is_signed();
create trigger reported_and_signed_is_not_deleted after delete on reconciliation_report_line referencing old table as gone
    for each statement execute function keep_what_is_signed();
create trigger head_of_what_is_signed_is_not_changed after update on reconciliation_report referencing old table as gone
    for each statement execute function keep_what_is_signed();
create trigger head_of_what_is_signed_is_not_deleted after delete on reconciliation_report referencing old table as gone
    for each statement execute function keep_what_is_signed();

select grant_roles();
