-- Metered use of a customer in a billing period: what a billing system counted beside what we did. One row for each of its meters and
-- periods, made before anybody is asked, so that none is left out and a run goes on where it ended.
create table reconciliation_usage (
    run               bigint      not null references reconciliation (id) on delete cascade,
    -- Of a release: what was asked before it counts for nothing.
    attempt           int         not null,
    provider_customer text        not null,
    -- The provider's; empty where the price names none.
    meter             text        not null,
    period_from       timestamptz not null,
    -- Compared up to then; less than the period's end while it is not over.
    period_until      timestamptz not null,
    period_end        timestamptz not null,
    -- How many subscription items are paid by it.
    items             int         not null,
    fingerprint       text        not null,
    customer_key      text,
    -- For one, in minor units; null when nobody knows it.
    unit_amount       numeric,
    currency          text,
    our_meter         text,
    there             numeric,
    here              numeric,
    asked_at          timestamptz,
    outcome           text check (outcome in ('matched', 'broken', 'not-compared')),
    -- For one that was not compared.
    why               text,
    primary key (run, provider_customer, meter, period_from),
    check ((outcome = 'not-compared') = (why is not null) or outcome is null and why is null)
);
create index reconciliation_usage_asked on reconciliation_usage (run, provider_customer) where outcome is null;

select grant_roles();
