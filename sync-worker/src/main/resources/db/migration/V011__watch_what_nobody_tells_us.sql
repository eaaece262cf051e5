-- What nobody tells us: events that never came, an account that lost sight of its customers.

-- An event that we found in the provider's list, and that never came to us, is kept like one that did. Nobody signed it.
alter table inbox add column source text not null default 'webhook' check (source in ('webhook', 'sweep'));

-- How far each account's list of events has been read, and how we stand with the account.
create table billing_account (
    provider          text        not null,
    account           text        not null,
    -- Everything that happened before is known.
    swept_until       timestamptz not null,
    next_sweep_at     timestamptz not null default clock_timestamp(),
    -- A list that is being read, newest page first: since when, when its first page was asked for, where the last one ended.
    list_since        timestamptz,
    list_began        timestamptz,
    list_older        text,
    -- One node works at an account at a time. A write needs the fence of the newest lease.
    lease_until       timestamptz,
    fence             bigint      not null default 0,
    -- Failures in a row, and what the last one was.
    failures          int         not null default 0,
    last_failure      text,
    -- Since when the provider refuses our key.
    key_refused_since timestamptz,
    key_refused_why   text,
    primary key (provider, account)
);

create sequence billing_account_fence;

-- An account is looked at whole, because nobody can say any more what happened there.
create table billing_resync (
    id           bigint generated always as identity primary key,
    provider     text        not null,
    account      text        not null,
    cause        text        not null check (cause in ('EVENTS_TOO_OLD', 'EVENTS_LOST')),
    detail       text        not null,
    requested_at timestamptz not null default clock_timestamp(),
    -- KNOWN: those that we know are marked. STRANGERS: who has a subscription is listed. REST: until all are looked at.
    step         text        not null default 'KNOWN' check (step in ('KNOWN', 'STRANGERS', 'REST', 'DONE')),
    -- Where the step stands: the id of a subject, or the provider's own word for a place in its list.
    place        text,
    marked       bigint      not null default 0,
    strangers    bigint      not null default 0,
    -- The newest mark it set: done when all up to it are looked at.
    last_mark    bigint      not null default 0,
    completed_at timestamptz
);

create unique index billing_resync_open on billing_resync (provider, account) where completed_at is null;

-- Too many were to lose access at an account because they could not be found: until a person says so, nobody does.
create table billing_hold (
    id             bigint generated always as identity primary key,
    provider       text        not null,
    account        text        not null,
    opened_at      timestamptz not null default clock_timestamp(),
    detail         text        not null,
    -- How many may lose access for absence within an hour, and of how many that have any.
    bound          int         not null,
    entitled       bigint      not null,
    released_at    timestamptz,
    released_by    text,
    release_reason text check (release_reason <> ''),
    check ((released_at is null) = (released_by is null) and (released_at is null) = (release_reason is null))
);

create unique index billing_hold_open on billing_hold (provider, account) where released_at is null;

-- Who lost access for absence, and when: what the bound is counted from.
create table absence_revocation (
    provider          text        not null,
    account           text        not null,
    revoked_at        timestamptz not null default clock_timestamp(),
    provider_customer text        not null,
    primary key (provider, account, revoked_at, provider_customer)
);

-- The hold that keeps what a subject has. Once it is released the subject is looked at afresh, and may lose it. held_at: when
-- it was kept back; null again when it is to be looked at.
alter table subject
    add column hold    bigint references billing_hold (id),
    add column held_at timestamptz;
create index subject_held on subject (hold, provider, account, kind, id) where held_at is not null;
