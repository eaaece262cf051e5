-- Every hot key starts with the customer, so that the tables can be spread over nodes without a code change.

-- The model: append-only. A revision is one published catalog file; its number grows in commit order (publishing is serialised).
create table model_revision (
    revision      bigint primary key,
    source        text        not null,
    source_sha256 text        not null,
    published_at  timestamptz not null default clock_timestamp(),
    published_by  text        not null,
    reason        text
);

create table customer (
    key                text primary key check (length(key) between 1 and 255),
    -- What an application said of the customer (PUT); it wins over what a billing system says.
    name               text,
    country            text check (country ~ '^[A-Z]{2}$'),
    attributes         jsonb       not null default '{}',
    -- What the billing systems say, for people to read; kept by the writer path.
    billing_name       text,
    billing_country    text,
    created_at         timestamptz not null default clock_timestamp(),
    -- Bumped by every edit of the customer itself: the ETag of its resource.
    edit               bigint      not null default 1,
    -- Work list of what is resolved without a fetch: an override, a link, a phase, an edit marks it.
    dirty_seq          bigint,
    -- The newest answer and what it was made with. A writer with an older model or resolver refuses to write.
    version            bigint      not null default 0,
    resolved_revision  bigint      not null default 0,
    resolver           int         not null default 0
);

create index customer_dirty on customer (dirty_seq) where dirty_seq is not null;
create index customer_behind on customer (resolved_revision);

create sequence customer_dirty_seq;

-- The one place that maps between theirs and ours.
create table customer_link (
    provider          text        not null,
    account           text        not null,
    provider_customer text        not null,
    customer_key      text        not null references customer (key),
    linked_at         timestamptz not null default clock_timestamp(),
    linked_by         text        not null,
    primary key (provider, account, provider_customer)
);

create index customer_link_customer on customer_link (customer_key);

-- What each billing system said last, whole, in our words. Written under the subject's lock.
create table billing_snapshot (
    provider          text        not null,
    account           text        not null,
    provider_customer text        not null,
    snapshot          jsonb       not null,
    fetched_at        timestamptz not null,
    primary key (provider, account, provider_customer)
);

-- What its items were found to give, and when its billing episodes began. Written under the customer's lock, apart from
-- billing_snapshot: two subjects of one customer would otherwise lock each other's rows in opposite order.
create table billing_pin (
    provider          text  not null,
    account           text  not null,
    provider_customer text  not null,
    kept              jsonb not null,
    primary key (provider, account, provider_customer)
);

-- The lookup key a price had when it was first seen, for ever: a key that moves to another price affects new prices only.
create table billing_price (
    provider   text not null,
    account    text not null,
    price      text not null,
    lookup_key text not null,
    primary key (provider, account, price)
);

-- The answer in force: a timeline over the known future.
create table entitlement (
    customer_key   text primary key references customer (key),
    version        bigint      not null,
    recorded       timestamptz not null,
    model_revision bigint      not null,
    content_hash   bytea       not null,
    timeline       jsonb       not null
);

-- Every answer there ever was, with the facts it was made from: the evidence from which an explanation is computed again.
create table entitlement_history (
    customer_key   text        not null,
    version        bigint      not null,
    recorded       timestamptz not null,
    model_revision bigint      not null,
    resolver       int         not null,
    timeline       jsonb       not null,
    facts          jsonb       not null,
    cause          jsonb       not null,
    primary key (customer_key, version)
);

create index entitlement_history_recorded on entitlement_history (customer_key, recorded);

-- Who, what, why. Append-only; the relay gives position and chains the hash.
create table audit (
    id            bigint generated always as identity primary key,
    recorded      timestamptz not null default clock_timestamp(),
    actor         text        not null,
    action        text        not null,
    object_kind   text        not null,
    object_ref    text        not null,
    customer_key  text,
    reason        text        not null,
    link          text,
    before        jsonb,
    after         jsonb,
    cause         jsonb,
    position      bigint unique,
    previous_hash bytea,
    hash          bytea
);

create index audit_customer on audit (customer_key, id);
create index audit_unsealed on audit (id) where position is null;

-- What others are to hear of. The relay gives the position, in commit order, and says so once a batch.
create table outbox (
    id           bigint generated always as identity primary key,
    kind         text        not null,
    customer_key text        not null,
    version      bigint      not null,
    payload      jsonb       not null,
    created_at   timestamptz not null default clock_timestamp(),
    position     bigint unique
);

create index outbox_unsent on outbox (id) where position is null;

-- What does not fit: opened by the writer path, closed when it fits again. One open row per finding.
create table break (
    id            bigint generated always as identity primary key,
    type          text        not null,
    fingerprint   text        not null unique,
    customer_key  text,
    provider      text,
    account       text,
    provider_customer text,
    detail        text        not null,
    opened_at     timestamptz not null default clock_timestamp(),
    last_seen_at  timestamptz not null default clock_timestamp(),
    resolved_at   timestamptz
);

create index break_customer on break (customer_key) where resolved_at is null;

create table api_key (
    id            uuid primary key default gen_random_uuid(),
    name          text        not null,
    prefix        text        not null,
    secret_sha256 bytea       not null unique,
    scopes        text[]      not null,
    created_at    timestamptz not null default clock_timestamp(),
    created_by    text        not null,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz
);

-- A write repeated with the same key is answered as it was the first time.
create table idempotent_request (
    actor        text        not null,
    key          text        not null,
    request_hash bytea       not null,
    status       int,
    content_type text,
    body         bytea,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (actor, key)
);

-- Moves business time in tests and demos: the instant it was set to, and the real instant it was set at.
create table test_clock (
    single boolean primary key default true check (single),
    set_to timestamptz not null,
    set_at timestamptz not null default clock_timestamp()
);
