create sequence subject_dirty_seq;
-- Drawn at every claim, before the provider is asked: a fetch with a lower fence than the applied one is too old to write.
create sequence subject_fence;

-- Every verified delivery, byte for byte, once per event.
create table inbox (
    id               bigint generated always as identity primary key,
    provider         text        not null,
    account          text        not null,
    event_id         text        not null,
    type             text,
    api_version      text,
    event_created    timestamptz,
    received_at      timestamptz not null default clock_timestamp(),
    last_received_at timestamptz not null default clock_timestamp(),
    deliveries       int         not null default 1,
    state            text        not null check (state in ('KEPT', 'IGNORED', 'QUARANTINED', 'REJECTED_MODE')),
    why              text,
    subject_kind     text,
    subject_id       text,
    dirty_seq        bigint,
    payload          bytea       not null,
    unique (provider, account, event_id)
);

create index inbox_subject on inbox (provider, account, subject_kind, subject_id, dirty_seq) where subject_id is not null;
create index inbox_set_aside on inbox (state, id) where state <> 'KEPT';

-- pglz costs half the commits of 7 KB rows that lz4 does (some builds lack lz4).
do $$
begin
    alter table inbox alter column payload set compression lz4;
exception
    when feature_not_supported or invalid_parameter_value then
        raise notice 'inbox payload stays with the default compression: %', sqlerrm;
end
$$;

-- What is to be fetched. kind 'customer': a provider's customer; other kinds: an object whose customer is looked up first.
create table subject (
    provider      text        not null,
    account       text        not null,
    kind          text        not null,
    id            text        not null,
    state         text        not null default 'LIVE' check (state in ('LIVE', 'GONE', 'QUARANTINED')),
    -- Null: nothing new is known. Else the number of the newest mark; a pass clears it only if it is still the one it saw.
    dirty_seq     bigint,
    dirty_cause   text,
    due_at        timestamptz,
    lease_until   timestamptz,
    fence         bigint      not null default 0,
    applied_fence bigint      not null default 0,
    applied_seq   bigint,
    applied_at    timestamptz,
    absent_since  timestamptz,
    attempts      int         not null default 0,
    last_error    text,
    primary key (provider, account, kind, id)
) with (fillfactor = 80);

create index subject_due on subject (due_at) where dirty_seq is not null;
create index subject_quarantined on subject (provider, account, id) where state = 'QUARANTINED';
