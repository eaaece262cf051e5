-- For BI and for applications that prefer SQL: these names stay.
create schema api;

create view api.current_entitlements as
select e.customer_key                                     as customer,
       f.feature,
       (s.segment ->> 'granted')::boolean                 as has_access,
       s.segment ->> 'type'                               as type,
       (s.segment ->> 'limit')::numeric                   as "limit",
       coalesce((s.segment ->> 'unlimited')::boolean, false) as unlimited,
       s.segment ->> 'level'                              as level,
       s.segment ->> 'reason'                             as reason,
       s.segment ->> 'source'                             as source_kind,
       s.segment ->> 'ref'                                as source_ref,
       s.segment ->> 'phase'                              as phase,
       (s.segment ->> 'from')::timestamptz                as valid_from,
       (s.segment ->> 'until')::timestamptz               as valid_until,
       e.version,
       e.recorded
from entitlement e
cross join lateral jsonb_each(e.timeline) as f (feature, segments)
cross join lateral jsonb_array_elements(f.segments) as s (segment)
where coalesce((s.segment ->> 'from')::timestamptz, '-infinity') <= now()
  and now() < coalesce((s.segment ->> 'until')::timestamptz, 'infinity');

create view api.entitlement_history as
select h.customer_key as customer,
       h.version,
       h.recorded,
       lead(h.recorded) over (partition by h.customer_key order by h.version) as superseded,
       f.feature,
       (s.segment ->> 'from')::timestamptz                as valid_from,
       (s.segment ->> 'until')::timestamptz               as valid_until,
       (s.segment ->> 'granted')::boolean                 as has_access,
       (s.segment ->> 'limit')::numeric                   as "limit",
       coalesce((s.segment ->> 'unlimited')::boolean, false) as unlimited,
       s.segment ->> 'level'                              as level,
       s.segment ->> 'reason'                             as reason,
       s.segment ->> 'source'                             as source_kind,
       s.segment ->> 'ref'                                as source_ref,
       h.cause
from entitlement_history h
cross join lateral jsonb_each(h.timeline) as f (feature, segments)
cross join lateral jsonb_array_elements(f.segments) as s (segment);

create view api.open_breaks as
select id, type, customer_key as customer, provider, account, provider_customer, detail, opened_at, last_seen_at
from break
where resolved_at is null;

-- Whoever may log in as this role reads the views and nothing else. Creating a role needs a right that a hosted database may
-- not give; then an operator makes it and grants the same two things.
do $$
begin
    if not exists (select from pg_roles where rolname = 'plumbline_reader') then
        create role plumbline_reader nologin;
    end if;
    grant usage on schema api to plumbline_reader;
    grant select on all tables in schema api to plumbline_reader;
    alter default privileges in schema api grant select on tables to plumbline_reader;
exception
    when insufficient_privilege then
        raise notice 'plumbline_reader was not made: % ', sqlerrm;
end
$$;
