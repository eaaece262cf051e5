-- The register is read by the newest, across all customers.
create index customer_override_created on customer_override (created_at desc, id desc);

-- Who has a place in a promotion now: counted for lists, and when places come to be limited.
create index promotion_enrolment_held on promotion_enrolment (promotion) where withdrawn_at is null;

-- For BI and auditors: every override there ever was, and in which state it is by the real clock.
create view api.override_register as
select o.id,
       o.customer_key                                   as customer,
       o.feature,
       o.effect,
       case o.value ->> 'kind'
           when 'switch' then o.value ->> 'on'
           when 'limit' then o.value ->> 'amount'
           when 'level' then o.value ->> 'name'
           else o.value ->> 'kind'
       end                                              as value,
       o.user_key                                       as "user",
       o.ignore_availability,
       o.valid_from,
       o.valid_until,
       case
           when least(o.valid_until, o.ended_at) <= now() then 'ended'
           when o.valid_from > now() then 'future'
           when least(o.valid_until, o.ended_at) <= now() + interval '7 days' then 'ending'
           else 'active'
       end                                              as state,
       o.reason,
       o.link,
       o.created_by,
       o.created_at,
       o.ended_by,
       o.ended_at,
       o.end_reason
from customer_override o;

-- Who is on which version of which plan now, since when and by what: a pinned subscription, or a phase by hand.
create view api.plan_ledger as
select l.customer_key                                   as customer,
       pin.item #>> '{binding,plan,key}'                as plan,
       (pin.item #>> '{binding,plan,version}')::int     as version,
       pin.item #>> '{binding,term}'                    as term,
       'billing'                                        as source,
       concat_ws('/', l.provider, l.account, l.provider_customer, pin.item ->> 'subscription', pin.item ->> 'item')
                                                        as source_ref,
       (said.subscription ->> 'startedAt')::timestamptz as since
from customer_link l
join billing_pin p using (provider, account, provider_customer)
join billing_snapshot s using (provider, account, provider_customer)
cross join lateral jsonb_array_elements(p.kept -> 'items') as pin (item)
join lateral jsonb_array_elements(s.snapshot -> 'subscriptions') as said (subscription)
  on said.subscription ->> 'id' = pin.item ->> 'subscription'
join lateral jsonb_array_elements(said.subscription -> 'items') as billed (item)
  on billed.item ->> 'id' = pin.item ->> 'item'
where pin.item #>> '{binding,kind}' = 'plan'
  -- A status that means nothing to us: what counts is the one before it.
  and coalesce((select standing.of #>> '{standing,status}'
                from jsonb_array_elements(p.kept -> 'standings') as standing (of)
                where standing.of ->> 'subscription' = pin.item ->> 'subscription'),
               said.subscription ->> 'status')
      in ('TRIALING', 'ACTIVE', 'PAST_DUE', 'UNPAID', 'PAUSED')
  and (said.subscription ->> 'startedAt')::timestamptz <= now()
  and coalesce((said.subscription ->> 'endsAt')::timestamptz, 'infinity') > now()
union all
select h.customer_key, h.plan, h.version, h.term, 'manual', 'phase/' || h.id, h.valid_from
from customer_phase h
where h.valid_from <= now() and coalesce(least(h.valid_until, h.ended_at), 'infinity') > now();
