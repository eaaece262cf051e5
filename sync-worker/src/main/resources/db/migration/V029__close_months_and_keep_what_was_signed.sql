-- A month as finance closes it. What it is in follows from its steps: nothing else writes here (take_period_step).
create table finance_period (
    month   text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    state   text not null default 'open' check (state in ('open', 'prepared', 'reviewed', 'locked', 'reopened')),
    -- Of the pack that is prepared, reviewed or locked; 0 before the first. A reopened month gets another one, and both stay.
    version int  not null default 0 check (version >= 0),
    check ((version = 0) = (state = 'open'))
);

-- What finance signs: made once, never changed. Its lines are written first and its head last, in one transaction; a foreign key to
-- the head would keep a note of each of a million lines until the end.
create table period_pack (
    month            text        not null references finance_period (month),
    version          int         not null check (version > 0),
    -- Where it goes on from; null for the first there is.
    previous_month   text,
    previous_version int,
    made_at          timestamptz not null default clock_timestamp(),
    prepared_by      text        not null,
    -- Everything that whoever prepared it is known by.
    prepared_ids     text[]      not null check (cardinality(prepared_ids) > 0),
    content_sha256   text        not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
    primary key (month, version),
    foreign key (previous_month, previous_version) references period_pack (month, version),
    check ((previous_month is null) = (previous_version is null)),
    check (previous_month < month)
);

-- Which reports it is made of: of each account all that were made since the pack before, in their order.
create table period_pack_run (
    month    text    not null,
    version  int     not null,
    run      bigint  not null references reconciliation (id),
    number   bigint  not null,
    provider text    not null,
    account  text    not null,
    -- The newest of its account: what is open at its end is open at the end of the month.
    last     boolean not null,
    -- Of a month before: nothing of the account was compared in this one, so what was open stays open.
    carried  boolean not null,
    primary key (month, version, run),
    check (last or not carried)
);
create index period_pack_run_of on period_pack_run (run);

-- All breaks of the month, one line each: how it came, how it left, and what it was worth at both ends.
create table period_pack_item (
    month             text        not null,
    version           int         not null,
    line              int         not null,
    break             bigint      not null references break (id),
    provider          text        not null,
    account           text        not null,
    type              text        not null,
    severity          text        not null,
    side              text        not null,
    customer_key      text,
    provider_customer text,
    detail            text        not null,
    opened_at         timestamptz not null,
    age_days          int         not null,
    age               text        not null,
    entered           text        not null check (entered in ('opening', 'new', 'prior-period', 'reopened')),
    left_as           text        check (left_as in ('fixed', 'accepted', 'auto-cleared', 'moved')),
    opening_amount    bigint,
    opening_currency  text,
    amount            bigint,
    currency          text        not null,
    material          boolean     not null,
    reason_code       text,
    cause             text,
    assignee          text,
    comment           text,
    primary key (month, version, line),
    check ((entered = 'opening') = (opening_currency is not null)),
    check ((amount is null) = (currency in ('unknown', 'none'))),
    check ((opening_amount is null) = (coalesce(opening_currency, 'none') in ('unknown', 'none')))
);
create index period_pack_item_break on period_pack_item (break);

create table period_pack_line (
    month   text  not null,
    version int   not null,
    section text  not null,
    line    int   not null,
    cells   jsonb not null,
    primary key (month, version, section, line)
);

-- Who did what with a month, and why. Each is the change itself.
create table period_step (
    id             bigint generated always as identity primary key,
    month          text        not null,
    version        int         not null,
    step           text        not null check (step in ('prepared', 'reviewed', 'locked', 'reopened')),
    taken_by       text        not null,
    taken_ids      text[]      not null check (cardinality(taken_ids) > 0),
    taken_at       timestamptz not null default clock_timestamp(),
    reason         text        not null check (reason <> ''),
    link           text,
    -- What they had before them.
    content_sha256 text        not null,
    -- Locking and reopening take a second person: the decision by which it was done (V027).
    approval       text references approval (id),
    foreign key (month, version) references period_pack (month, version),
    check ((approval is not null) = (step in ('locked', 'reopened')))
);
create index period_step_of on period_step (month, id);

create function take_period_step() returns trigger language plpgsql as $$
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
    if new.step in ('reviewed', 'locked') and pack.prepared_ids && new.taken_ids then
        raise exception 'Who prepared period % does not sign it', new.month using errcode = 'check_violation';
    end if;
    update finance_period set state = new.step, version = new.version where month = new.month;
    return new;
end
$$;
create trigger period_step_taken before insert on period_step for each row execute function take_period_step();

-- At the end of the transaction, for the decision is written after what it decides.
create function period_step_is_approved() returns trigger language plpgsql as $$
begin
    if not exists (select from approval a
                   where a.id = new.approval and a.kind = 'period' and a.subject = 'period ' || new.month
                     and a.state = 'executed' and a.decided_ids @> new.taken_ids) then
        raise exception 'Nobody decided that period % is %', new.month, new.step using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create constraint trigger period_step_approved after insert on period_step deferrable initially deferred
    for each row when (new.approval is not null) execute function period_step_is_approved();

create function only_steps_change_a_period() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and new.state = 'open' or tg_op = 'UPDATE' and pg_trigger_depth() > 1 and new.month = old.month then
        return new;
    end if;
    raise exception 'What period % is in follows from its steps', new.month using errcode = 'check_violation';
end
$$;
create trigger finance_period_by_steps before insert or update on finance_period
    for each row execute function only_steps_change_a_period();
create trigger finance_periods_stay before delete or truncate on finance_period for each statement execute function refuse_change();

-- Nothing is added to a pack that has its head.
create function refuse_more_of_a_pack() returns trigger language plpgsql as $$
begin
    if exists (select from (select distinct month, version from added) a join period_pack using (month, version)) then
        raise exception 'A pack that is made stays as it is' using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create trigger period_pack_run_is_made after insert on period_pack_run referencing new table as added
    for each statement execute function refuse_more_of_a_pack();
create trigger period_pack_item_is_made after insert on period_pack_item referencing new table as added
    for each statement execute function refuse_more_of_a_pack();
create trigger period_pack_line_is_made after insert on period_pack_line referencing new table as added
    for each statement execute function refuse_more_of_a_pack();

create trigger period_step_stays before update or delete or truncate on period_step
    for each statement execute function refuse_change();
create trigger period_pack_stays before update or delete or truncate on period_pack
    for each statement execute function refuse_change();
create trigger period_pack_run_stays before update or delete or truncate on period_pack_run
    for each statement execute function refuse_change();
create trigger period_pack_item_stays before update or delete or truncate on period_pack_item
    for each statement execute function refuse_change();
create trigger period_pack_line_stays before update or delete or truncate on period_pack_line
    for each statement execute function refuse_change();

select grant_roles();
