-- What the billing system lists of an account, beside what we hold of it.

-- Spring Batch's own tables, as spring-batch-core 6.0.4 ships them (schema-postgresql.sql). Which step ran how far.
create table batch_job_instance (
    job_instance_id bigint       not null primary key,
    version         bigint,
    job_name        varchar(100) not null,
    job_key         varchar(32)  not null,
    constraint job_inst_un unique (job_name, job_key)
);

create table batch_job_execution (
    job_execution_id bigint    not null primary key,
    version          bigint,
    job_instance_id  bigint    not null,
    create_time      timestamp not null,
    start_time       timestamp default null,
    end_time         timestamp default null,
    status           varchar(10),
    exit_code        varchar(2500),
    exit_message     varchar(2500),
    last_updated     timestamp,
    constraint job_inst_exec_fk foreign key (job_instance_id) references batch_job_instance (job_instance_id)
);

create table batch_job_execution_params (
    job_execution_id bigint        not null,
    parameter_name   varchar(100)  not null,
    parameter_type   varchar(100)  not null,
    parameter_value  varchar(2500),
    identifying      char(1)       not null,
    constraint job_exec_params_fk foreign key (job_execution_id) references batch_job_execution (job_execution_id)
);

create table batch_step_execution (
    step_execution_id  bigint       not null primary key,
    version            bigint       not null,
    step_name          varchar(100) not null,
    job_execution_id   bigint       not null,
    create_time        timestamp    not null,
    start_time         timestamp default null,
    end_time           timestamp default null,
    status             varchar(10),
    commit_count       bigint,
    read_count         bigint,
    filter_count       bigint,
    write_count        bigint,
    read_skip_count    bigint,
    write_skip_count   bigint,
    process_skip_count bigint,
    rollback_count     bigint,
    exit_code          varchar(2500),
    exit_message       varchar(2500),
    last_updated       timestamp,
    constraint job_exec_step_fk foreign key (job_execution_id) references batch_job_execution (job_execution_id)
);

create table batch_step_execution_context (
    step_execution_id  bigint        not null primary key,
    short_context      varchar(2500) not null,
    serialized_context text,
    constraint step_exec_ctx_fk foreign key (step_execution_id) references batch_step_execution (step_execution_id)
);

create table batch_job_execution_context (
    job_execution_id   bigint        not null primary key,
    short_context      varchar(2500) not null,
    serialized_context text,
    constraint job_exec_ctx_fk foreign key (job_execution_id) references batch_job_execution (job_execution_id)
);

create sequence batch_step_execution_seq maxvalue 9223372036854775807 no cycle;
create sequence batch_job_execution_seq maxvalue 9223372036854775807 no cycle;
create sequence batch_job_instance_seq maxvalue 9223372036854775807 no cycle;

-- One look at everything of one account.
create table reconciliation (
    id                bigint generated always as identity primary key,
    provider          text        not null,
    account           text        not null,
    -- report: nothing is written but the run itself. repair: what differs is applied, within the guard.
    mode              text        not null check (mode in ('report', 'repair')),
    cause             text        not null check (cause in ('schedule', 'demand')),
    business_date     date        not null,
    status            text        not null default 'PENDING'
                      check (status in ('PENDING', 'RUNNING', 'HELD', 'COMPLETED', 'FAILED', 'STOPPED')),
    -- Who asked for it: the actor, and the key, which tells two of one name apart.
    requested_by      text        not null,
    requested_key     text        not null,
    reason            text        not null,
    requested_at      timestamptz not null default clock_timestamp(),
    started_at        timestamptz,
    ended_at          timestamptz,
    -- The model that it judges by, whatever is published meanwhile (case F-58).
    model_revision    bigint,
    -- The last one of the account and mode that came to its end: what the roll-forward starts from.
    previous_run      bigint references reconciliation (id),
    -- Raised by every release: what was found before counts for nothing, all of it is fetched afresh.
    attempt           int         not null default 1,
    step              text,
    step_since        timestamptz,
    -- How far that step is; the first is null where nobody can say.
    step_of           bigint,
    step_done         bigint      not null default 0,
    pages             bigint      not null default 0,
    -- Rows that were listed, how many of them could not be read, and how many subscriptions we held when we compared.
    listed            bigint      not null default 0,
    unreadable        bigint      not null default 0,
    held_here         bigint      not null default 0,
    subjects_there    bigint      not null default 0,
    subjects_here     bigint      not null default 0,
    -- Whom to look at, and how many were.
    subjects          bigint      not null default 0,
    looked            bigint      not null default 0,
    -- Drawn before the first page was asked for: whoever was applied with a higher one was seen later than any row.
    fence             bigint,
    -- Of the guard: how many of the account have access, how many may lose it in a run, how many would.
    entitled          bigint,
    bound             bigint,
    losing            bigint,
    hold_reason       text,
    held_at           timestamptz,
    -- So many a second person let go.
    allowed           bigint      not null default 0,
    released_by       text,
    released_key      text,
    released_at       timestamptz,
    release_reason    text,
    stop_requested_by text,
    failure           text,
    -- Which process works at it. Its word counts only as long as it is this one; it is dead when it was not heard for a while.
    owner             text,
    heard_at          timestamptz,
    check (released_key is null or released_key <> requested_key),
    check ((released_at is null) = (released_key is null) and (released_at is null) = (released_by is null)
           and (released_at is null) = (release_reason is null))
);

-- One at a time; one that is held waits for a person, and the next one takes its place.
create unique index reconciliation_open on reconciliation (provider, account) where status in ('PENDING', 'RUNNING');
-- However many nodes there are at 02:00.
create unique index reconciliation_scheduled on reconciliation (provider, account, business_date) where cause = 'schedule';
create index reconciliation_account on reconciliation (provider, account, id);

-- Who asked for a run is not changed afterwards, or the second person could be made of the first.
create function keep_who_asked() returns trigger language plpgsql as $$
begin
    if new.requested_key is distinct from old.requested_key or new.requested_by is distinct from old.requested_by then
        raise exception 'who asked for reconciliation % stays', old.id using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger reconciliation_asked before update of requested_key, requested_by on reconciliation
    for each row execute function keep_who_asked();

-- A part of the list, by when the subscriptions were made: read by itself, and gone on with from the page where it ended.
create table reconciliation_slice (
    run           bigint      not null references reconciliation (id) on delete cascade,
    slice         int         not null,
    -- Null: open on that side.
    created_from  timestamptz,
    created_until timestamptz,
    -- The provider's word for where the next page begins.
    place         text,
    pages         bigint      not null default 0,
    listed        bigint      not null default 0,
    done          boolean     not null default false,
    primary key (run, slice)
);

-- What was listed, until the run is told of. Not logged: a server that crashed lists it again (its slices then say more than is
-- here). One row a subscription.
create unlogged table reconciliation_row (
    run               bigint  not null,
    slice             int     not null,
    provider_customer text    not null,
    subscription      text    not null,
    -- Of the normalised content; null when it could not be read.
    digest            bigint,
    -- It gives a phase.
    live              boolean not null,
    -- Drawn before its page was asked for.
    fence             bigint  not null,
    -- What it costs a month at list price, in minor units; null when that is not known.
    amount            numeric,
    currency          text,
    status            text    not null
);
create index reconciliation_row_run on reconciliation_row using brin (run);

-- What did not fit, one row a subject; what comes of a look at it.
create table reconciliation_difference (
    run               bigint  not null references reconciliation (id) on delete cascade,
    provider_customer text    not null,
    why               text    not null check (why in ('ONLY_THERE', 'ONLY_HERE', 'DIFFERS')),
    -- Which of its subscriptions differ.
    subscriptions     text[]  not null,
    -- It has access by what we hold and would have none by what was listed.
    losing            boolean not null,
    -- The newest fetch that the row is: what was applied with a higher fence was seen later.
    fence             bigint  not null,
    -- Null: to be looked at. UNCHANGED: a look showed what we held, it was in flight. IN_FLIGHT: not looked at, something newer is
    -- known or on its way. DOUBTED: not found, and absence alone is no evidence. HELD: would lose access, and the guard says no.
    outcome           text    check (outcome in ('REPAIRED', 'WOULD_REPAIR', 'UNCHANGED', 'IN_FLIGHT', 'DOUBTED', 'HELD',
                                                 'UNREADABLE', 'UNLINKED', 'FAILED')),
    customer_key      text,
    before_version    bigint,
    after_version     bigint,
    -- {snapshot, timeline, modelRevision}: what we held and answered, and what the look made of it.
    before            jsonb,
    after             jsonb,
    looked_at         timestamptz,
    -- A doubted one waits for its second look until then.
    again_at          timestamptz,
    attempts          int     not null default 0,
    error             text,
    primary key (run, provider_customer)
);
create index reconciliation_difference_to_look on reconciliation_difference (run, provider_customer) where outcome is null;

-- What of a snapshot a listing would show, so that both sides compare in one statement. Valid only while listed_of is fetched_at and
-- listed_by the function that made it: a node that is older than these columns writes snapshots without them.
alter table billing_snapshot
    add column listed_ids     text[],
    add column listed_digests bigint[],
    -- All of them in one, in no order.
    add column listed_digest  bigint,
    add column listed_count   int,
    add column gives_access   boolean,
    add column listed_by      smallint,
    add column listed_of      timestamptz;

select grant_roles();
