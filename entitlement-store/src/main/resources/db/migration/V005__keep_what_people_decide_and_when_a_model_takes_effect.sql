-- What people decide about one customer. Facts, like what billing systems say: the resolver reads all of them under the
-- customer's lock. Nothing is ever deleted; what no longer holds is ended, and by whom and why stays.

-- A phase made by hand: a custom deal, an internal account, a trial without billing.
create table customer_phase (
    id             text primary key,
    customer_key   text        not null references customer (key),
    kind           text        not null check (kind in ('trial', 'fixed', 'evergreen')),
    plan           text        not null,
    version        int         not null,
    term           text,
    valid_from     timestamptz not null,
    valid_until    timestamptz check (valid_until > valid_from),
    billing_anchor timestamptz,
    quantities     jsonb       not null default '{}',
    reason         text        not null check (reason <> ''),
    link           text,
    created_at     timestamptz not null default clock_timestamp(),
    created_by     text        not null,
    -- Ended early, at an instant of business time; an instant not after valid_from: it never was.
    ended_at       timestamptz,
    ended_by       text,
    end_reason     text,
    check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null))
);

create index customer_phase_customer on customer_phase (customer_key);

create table customer_override (
    id                  text primary key,
    customer_key        text        not null references customer (key),
    feature             text        not null,
    effect              text        not null check (effect in ('grant', 'set', 'deny')),
    value               jsonb,
    valid_from          timestamptz not null,
    valid_until         timestamptz not null check (valid_until > valid_from),
    user_key            text,
    ignore_availability boolean     not null default false,
    reason              text        not null check (reason <> ''),
    link                text,
    created_at          timestamptz not null default clock_timestamp(),
    created_by          text        not null,
    ended_at            timestamptz,
    ended_by            text,
    end_reason          text,
    -- When others were told that it ends soon; once.
    ending_told_at      timestamptz,
    check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null))
);

create index customer_override_customer on customer_override (customer_key);
create index customer_override_ending on customer_override (valid_until) where ended_at is null and ending_told_at is null;

-- A customer's place in a promotion, written once.
create table promotion_enrolment (
    promotion       text        not null,
    customer_key    text        not null references customer (key),
    enrolled_at     timestamptz not null,
    enrolled_by     text        not null,
    reason          text        not null check (reason <> ''),
    link            text,
    withdrawn_at    timestamptz,
    withdrawn_by    text,
    withdraw_reason text,
    primary key (promotion, customer_key),
    check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdraw_reason is null))
);

create index promotion_enrolment_customer on promotion_enrolment (customer_key);

-- Places taken, for promotions that have only so many: counted under the row's lock.
create table promotion_places (
    promotion text primary key,
    taken     bigint not null default 0
);

-- When a revision takes effect: at an instant agreed ahead, or (null) as soon as it is published, at the business time in
-- published_as_of. A revision may take back one that has not taken effect yet. Which models hold when is a function of these
-- rows alone, and rows are only added.
alter table model_revision
    add column effective_at    timestamptz,
    add column published_as_of timestamptz not null default clock_timestamp(),
    add column withdraws       bigint references model_revision (revision);
update model_revision set published_as_of = published_at;

-- While a revision is agreed and not yet in effect, an answer is made with several models, each from its instant:
-- [{"revision":3}, {"revision":4,"from":"…"}]. Null: with model_revision alone.
-- as_of: the business time it was made at. What is asked about an instant before it is answered from what was known then.
alter table entitlement
    add column stages jsonb,
    add column as_of  timestamptz not null default clock_timestamp();
alter table entitlement_history
    add column stages      jsonb,
    add column as_of       timestamptz not null default clock_timestamp(),
    -- The facts as the later stages see them (their mappings may differ), in the order of the stages; null without any.
    add column later_facts jsonb;
update entitlement set as_of = recorded;
update entitlement_history set as_of = recorded;

create index entitlement_history_as_of on entitlement_history (customer_key, as_of);

-- Once the last agreed model is in effect, the customer is resolved again: the answers stay, but what is pinned and what is
-- found from then on is what that model says.
alter table customer add column resolve_again_at timestamptz;

create index customer_resolve_again on customer (resolve_again_at) where resolve_again_at is not null;
