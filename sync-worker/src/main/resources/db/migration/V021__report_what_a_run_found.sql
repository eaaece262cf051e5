-- How many subscriptions of a subject that differs we held when both sides were compared: what our side's control total is made of.
alter table reconciliation_difference add column held int not null default 0;

-- What a run found before it is told of as breaks: written over when its step is made again.
create table reconciliation_finding (
    run               bigint  not null references reconciliation (id) on delete cascade,
    -- Which step found it: each writes over its own.
    found_by          text    not null,
    fingerprint       text    not null,
    type              text    not null,
    side              text    not null,
    customer_key      text,
    provider_customer text,
    detail            text    not null,
    amount            bigint,
    currency          text,
    money_unknown     boolean not null,
    -- It was repaired by the run that found it, so it is over already.
    repaired          boolean not null,
    cause             text,
    evidence          jsonb   not null,
    primary key (run, fingerprint),
    check (amount is null or currency is not null)
);

-- In which bucket of the control totals each difference is, and what of our side is in it.
create table reconciliation_bucket (
    run               bigint not null references reconciliation (id) on delete cascade,
    provider_customer text   not null,
    bucket            text   not null check (bucket in ('broken', 'in-flight')),
    -- Of the subscriptions that differ, those that we held: [{currency, count, amount}].
    held              jsonb  not null,
    primary key (run, provider_customer)
);

-- Customers of whom a step could not say whether all is well: something new is on its way.
create table reconciliation_unsettled (
    run          bigint not null references reconciliation (id) on delete cascade,
    customer_key text   not null,
    primary key (run, customer_key)
);

-- What is told of a run. Its lines do not change when what they tell of does.
create table reconciliation_report (
    run            bigint primary key references reconciliation (id) on delete cascade,
    -- In the order in which they were made: each goes on from the one before of its account.
    number         bigint generated always as identity unique,
    provider       text        not null,
    account        text        not null,
    previous_run   bigint,
    made_at        timestamptz not null default clock_timestamp(),
    -- Everything that changed up to then is in it.
    cut            timestamptz not null,
    content_sha256 text
);

create index reconciliation_report_account on reconciliation_report (provider, account, number);

create table reconciliation_report_line (
    run     bigint not null references reconciliation (id) on delete cascade,
    section text   not null,
    line    int    not null,
    cells   jsonb  not null,
    primary key (run, section, line)
);

-- In whose report a customer's own breaks are, when they belong to no account: the first it is linked to, else the first there is.
create function account_of(customer text) returns text language sql stable as $$
    select coalesce(
        (select provider || '/' || account from customer_link where customer_key = customer order by 1 limit 1),
        (select provider || '/' || account from billing_account order by 1 limit 1))
$$;

-- Here and not in the code that ends a run: also one that is stopped or fails is told of, on whichever node.
create function tell_run_finished() returns trigger language plpgsql as $$
begin
    insert into outbox (kind, payload)
    values ('run.finished',
            jsonb_strip_nulls(jsonb_build_object(
                'run', new.id, 'provider', new.provider, 'account', new.account, 'mode', new.mode, 'status', new.status,
                'businessDate', new.business_date, 'failure', new.failure,
                'breaks', (select count(*) from break_told where run = new.id and left_as is null))));
    return null;
end
$$;
create trigger reconciliation_finished after update of status on reconciliation
    for each row when (new.status in ('COMPLETED', 'FAILED', 'STOPPED', 'HELD') and new.status is distinct from old.status)
    execute function tell_run_finished();

select grant_roles();
