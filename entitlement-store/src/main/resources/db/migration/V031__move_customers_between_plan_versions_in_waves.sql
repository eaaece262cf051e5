-- Customers moved from one version of a plan to another: what was asked, how far it is, and what became of each customer.
create table migration (
    id                bigint generated always as identity primary key,
    plan              text        not null,
    from_version      int         not null,
    to_version        int         not null,
    -- Whom, when, in which waves; fixed once it was started.
    terms             jsonb       not null,
    reason            text        not null check (reason <> ''),
    link              text,
    asked_by          text        not null,
    asked_ids         text[]      not null check (cardinality(asked_ids) > 0),
    asked_at          timestamptz not null default clock_timestamp(),
    edit              bigint      not null default 1,
    -- PENDING and RUNNING have an action; WAITING is between two waves; STOPPED and FAILED can go on.
    status            text        not null default 'DRAFT'
                      check (status in ('DRAFT', 'PREVIEWED', 'PENDING', 'RUNNING', 'WAITING', 'STOPPED', 'FAILED', 'COMPLETED', 'UNDONE')),
    action            text        check (action in ('preview', 'move', 'undo')),
    wave              int         not null default 0,
    waves             int         not null default 0,
    done              bigint      not null default 0,
    total             bigint      not null default 0,
    action_since      timestamptz,
    -- What a preview found, and the model that it was made with: when that changes it is made anew.
    previewed_at      timestamptz,
    previewed_with    bigint,
    summary           jsonb,
    started_by        text,
    started_reason    text,
    started_link      text,
    started_at        timestamptz,
    undone_by         text,
    undone_reason     text,
    undone_link       text,
    ended_at          timestamptz,
    next_wave_at      timestamptz,
    failure           text,
    stop_requested_by text,
    -- The process that works at it, and when it was heard last.
    owner             text,
    heard_at          timestamptz,
    attempt           int         not null default 0,
    check (from_version <> to_version),
    check (action is not null or status not in ('PENDING', 'RUNNING', 'STOPPED', 'FAILED')),
    check (status <> 'WAITING' or action = 'move')
);
-- One at a time moves customers of a plan: two that move the same subscriptions would not know of each other.
create unique index migration_one_of_a_plan on migration (plan)
    where action in ('move', 'undo') and status in ('PENDING', 'RUNNING', 'WAITING');
create index migration_to_work_at on migration (id) where status in ('PENDING', 'RUNNING', 'WAITING');

-- Whom a preview looked at, and what became of each. Nobody is in it twice, and an outcome is written once.
create table migration_customer (
    migration    bigint      not null references migration (id) on delete cascade,
    customer_key text        not null,
    looked       boolean     not null default false,
    -- Null for one that stays as it is.
    wave         int,
    outcome      text        check (outcome in ('MOVED', 'SKIPPED', 'FAILED', 'UNDONE')),
    why          text,
    detail       text,
    -- When its pin moves, by the preview, then as it was done.
    effective_at timestamptz,
    -- What it gains and loses, by the preview: [{feature, kind, before, after, from}], and what it pays a month at list prices.
    changes      jsonb       not null default '[]',
    gains        boolean     not null default false,
    loses        boolean     not null default false,
    worth        jsonb       not null default '{}',
    worth_unknown int        not null default 0,
    at           timestamptz,
    primary key (migration, customer_key),
    check ((outcome in ('SKIPPED', 'FAILED')) <= (why is not null))
);
create index migration_customer_in_wave on migration_customer (migration, wave, customer_key) where outcome is null;
create index migration_customer_to_look_at on migration_customer (migration, customer_key) where not looked;
create index migration_customer_outcome on migration_customer (migration, outcome);

create function migration_outcome_stays() returns trigger language plpgsql as $$
begin
    if old.outcome is not null and not (old.outcome = 'MOVED' and new.outcome = 'UNDONE') and old.outcome is distinct from new.outcome then
        raise exception 'Customer % of migration % is % already', old.customer_key, old.migration, old.outcome
            using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger migration_outcome_written_once before update of outcome on migration_customer
    for each row execute function migration_outcome_stays();

select grant_roles();
