-- The chain: who comes after whom, and a hash of each row with the one before it. Apart from audit, so that nobody at all has to
-- change a row of it, and one index entry more is all a sealed row costs.
create table audit_seal (
    position  bigint primary key,
    audit_id  bigint      not null unique,
    -- Which key: nobody without it can make a hash that fits. 'none': sealed without one.
    key_id    text        not null,
    hash      bytea       not null,
    sealed_at timestamptz not null default clock_timestamp()
);

-- What is not sealed yet. A list of its own and no watermark: ids are drawn before commit, a watermark skips rows.
create table audit_to_seal (audit_id bigint primary key);
insert into audit_to_seal (audit_id) select id from audit;

-- Positions without a hash were no chain: all rows there are get one of their own now, in the order of their ids.
alter table audit drop column position, drop column previous_hash, drop column hash;

create function audit_queue() returns trigger language plpgsql as $$
begin
    insert into audit_to_seal (audit_id) select id from added;
    return null;
end
$$;
create trigger audit_queued after insert on audit referencing new table as added for each statement execute function audit_queue();

-- Nobody has the right to change these (below); this stops those who own them from doing it by mistake.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change();
create trigger audit_seal_is_append_only before update or delete or truncate on audit_seal
    for each statement execute function refuse_change();

-- Changes that are no customer's are told of too, and a break is one whoever opens it.
alter table outbox alter column customer_key drop not null, alter column version drop not null;

create function tell_break_opened() returns trigger language plpgsql as $$
begin
    insert into outbox (kind, customer_key, payload)
    values ('break.opened', new.customer_key,
            jsonb_strip_nulls(jsonb_build_object(
                'break', new.id, 'type', new.type, 'customer', new.customer_key, 'provider', new.provider,
                'account', new.account, 'providerCustomer', new.provider_customer, 'detail', new.detail,
                'openedAt', to_char(new.opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))));
    return null;
end
$$;
create trigger break_opened after insert on break
    for each row when (new.resolved_at is null) execute function tell_break_opened();
create trigger break_opened_again after update of resolved_at on break
    for each row when (old.resolved_at is not null and new.resolved_at is null) execute function tell_break_opened();

-- A delivery's bytes are personal data: after some weeks the hash is enough. (The table is the worker's; tests of the store have none.)
alter table if exists inbox alter column payload drop not null;
alter table if exists inbox add column if not exists payload_sha256 bytea;
do $$
begin
    if to_regclass('inbox') is not null then
        create index inbox_with_payload on inbox (received_at) where payload is not null;
    end if;
end
$$;

-- Roles to be taken with SET ROLE or given to logins. Making one needs a right that a hosted database may not give; then an
-- operator makes them and calls grant_roles() (docs/roles.md).
do $$
declare
    wanted text;
begin
    foreach wanted in array array['plumbline_worker', 'plumbline_ingest', 'plumbline_audit', 'plumbline_reader'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            begin
                execute format('create role %I nologin', wanted);
                execute format('grant %I to current_user', wanted);
            exception
                when duplicate_object or unique_violation then null; -- another database of this server was quicker
                when insufficient_privilege or invalid_grant_operation then raise notice '% was not made: %', wanted, sqlerrm;
            end;
        end if;
    end loop;
end
$$;

-- Every right there is, in one place: call it again after a migration that makes tables, or after making the roles.
create function grant_roles() returns void language plpgsql as $$
declare
    home text := current_schema();
    kept text;
begin
    if exists (select from pg_roles where rolname = 'plumbline_worker') then
        execute format('grant usage on schema %I to plumbline_worker', home);
        execute format('grant select, insert, update, delete on all tables in schema %I to plumbline_worker', home);
        execute format('grant usage on all sequences in schema %I to plumbline_worker', home);
        execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to plumbline_worker', home);
        execute format('alter default privileges in schema %I grant usage on sequences to plumbline_worker', home);
        -- Evidence is added to and never changed.
        foreach kept in array array['audit', 'audit_seal', 'entitlement_history', 'model_revision'] loop
            execute format('revoke update, delete on %I.%I from plumbline_worker', home, kept);
        end loop;
        if to_regclass('flyway_schema_history') is not null then
            execute format('revoke insert, update, delete on %I.flyway_schema_history from plumbline_worker', home);
        end if;
    end if;
    if exists (select from pg_roles where rolname = 'plumbline_ingest') then
        execute format('grant usage on schema %I to plumbline_ingest', home);
        if to_regclass('inbox') is not null then
            -- It keeps deliveries and marks subjects. What was delivered it cannot read again.
            grant insert, select (provider, account, event_id, dirty_seq, deliveries, xmax), update (deliveries, last_received_at)
                on inbox to plumbline_ingest;
            grant select, insert, update on subject to plumbline_ingest;
            grant usage on sequence subject_dirty_seq to plumbline_ingest;
        end if;
        grant select, insert, update on break to plumbline_ingest;
        grant insert on outbox to plumbline_ingest;
    end if;
    if exists (select from pg_roles where rolname = 'plumbline_audit') then
        execute format('grant usage on schema %I to plumbline_audit', home);
        grant insert, select on audit to plumbline_audit;
        grant insert on audit_to_seal to plumbline_audit;
    end if;
    if exists (select from pg_roles where rolname = 'plumbline_reader') then
        grant usage on schema api to plumbline_reader;
        grant select on all tables in schema api to plumbline_reader;
    end if;
end
$$;
revoke execute on function grant_roles() from public;
select grant_roles();

-- Before PostgreSQL 15 everybody could make tables here.
do $$
begin
    execute format('revoke create on schema %I from public', current_schema());
exception
    when insufficient_privilege then raise notice 'who may make tables stays as it was: %', sqlerrm;
end
$$;
