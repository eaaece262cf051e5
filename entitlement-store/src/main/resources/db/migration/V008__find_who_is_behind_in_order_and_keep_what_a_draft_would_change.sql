-- Who is behind the model is taken in the order of keys, so that batches of several workers keep apart.
drop index customer_behind;
create index customer_behind on customer (resolved_revision, key);

-- A plan: what a draft of the model would change for every customer. Kept for some days, for people to page through.
create table what_if_run (
    id            uuid        primary key default gen_random_uuid(),
    -- The newest revision it was made on; null before the first.
    base          bigint      references model_revision (revision),
    source        text        not null,
    source_sha256 text        not null,
    effective_at  timestamptz,
    compared_from timestamptz not null,
    author        text        not null,
    status        text        not null check (status in ('RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    diff          jsonb       not null,
    counts        jsonb       not null,
    money         jsonb       not null,
    done          bigint      not null default 0,
    total         bigint      not null default 0,
    started_at    timestamptz not null default clock_timestamp(),
    -- A run whose node went away stops saying so.
    alive_at      timestamptz not null default clock_timestamp(),
    ended_at      timestamptz,
    failure       text
);

-- The same draft on the same base for the same instant is the same plan, also while it is made.
create unique index what_if_run_same on what_if_run (source_sha256, coalesce(base, 0), coalesce(effective_at, '-infinity'))
    where status in ('RUNNING', 'COMPLETED');
create index what_if_run_started on what_if_run (started_at);

create table what_if_change (
    run           uuid        not null references what_if_run (id) on delete cascade,
    customer_key  text        not null,
    feature       text        not null,
    kind          text        not null,
    changes_at    timestamptz not null,
    before        text        not null,
    after         text        not null,
    reason        text        not null,
    primary key (run, customer_key, feature, kind)
);

-- Half of what a new answer costs the database is compressing it twice with pglz; lz4 takes a fraction (some builds lack it).
do $$
begin
    alter table entitlement alter column timeline set compression lz4;
    alter table entitlement_history alter column timeline set compression lz4, alter column facts set compression lz4;
    alter table billing_snapshot alter column snapshot set compression lz4;
exception
    when feature_not_supported or invalid_parameter_value then
        raise notice 'answers stay with the default compression: %', sqlerrm;
end
$$;
