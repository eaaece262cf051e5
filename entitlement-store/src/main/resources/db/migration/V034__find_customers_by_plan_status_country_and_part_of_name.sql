-- Support finds customers by any part of a name. An index for that needs an extension that comes with PostgreSQL and that the owner of a
-- database may make. Where it is not to be had, names are found as before, by reading all of them.
do $$
declare
    home text;
begin
    if not exists (select from pg_extension where extname = 'pg_trgm') then
        create extension pg_trgm;
    end if;
    select n.nspname into home from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
    execute format('create index customer_name_part on customer using gin (lower(name) %I.gin_trgm_ops)', home);
    execute format('create index customer_billing_name_part on customer using gin (lower(billing_name) %I.gin_trgm_ops)', home);
exception
    when insufficient_privilege or feature_not_supported or undefined_file then
        raise notice 'parts of names are searched without an index: %', sqlerrm;
end
$$;

-- The id at a billing system alone: of whom it is told is not said on the telephone.
create index customer_link_provider_customer on customer_link (provider_customer);
-- In force is what an application said, then what a billing system says.
create index customer_country on customer ((coalesce(country, billing_country)), key);

-- What of the pins and the snapshots people look for, apart from the rest: an index of the rest itself would be written with every fetch.
-- Also the versions that a pin is to move to: the move may be due and not written yet.
alter table billing_pin add column plans jsonb generated always as (
    jsonb_path_query_array(kept, '$.items[*].binding.plan') || jsonb_path_query_array(kept, '$.moves[*].move.to')) stored;
create index billing_pin_plan on billing_pin using gin (plans jsonb_path_ops);
alter table billing_snapshot add column statuses jsonb generated always as (
    jsonb_path_query_array(snapshot, '$.subscriptions[*].status')) stored;
create index billing_snapshot_status on billing_snapshot using gin (statuses jsonb_path_ops);
create index customer_phase_plan on customer_phase (plan, version, customer_key);

-- What somebody has taken upon themselves.
create index break_assignee on break (assignee, id) where assignee is not null;

select grant_roles();
