-- Why a break is as it is: a closed list, so that it can be counted. What a code makes of a break is said here and nowhere else.
create table break_reason (
    code       text primary key check (code ~ '^[A-Z][A-Z_]*$'),
    -- What became of it, once it is closed, in the words of a roll-forward. explained: known, and open all the same.
    closes_as  text    not null check (closes_as in ('explained', 'fixed', 'accepted', 'auto-cleared')),
    -- Whether a person may give it; the others are what runs say.
    for_people boolean not null,
    meaning    text    not null
);

insert into break_reason (code, closes_as, for_people, meaning) values
    ('UNDER_INVESTIGATION',   'explained',    true,  'Somebody looks into it'),
    ('PROVIDER_FAULT',        'explained',    true,  'The billing system is wrong; it is to correct it'),
    ('OUR_FAULT',             'explained',    true,  'We are wrong; it is to be corrected here'),
    ('TIMING',                'explained',    true,  'Both sides are right, at different times'),
    ('MAPPING_CORRECTED',     'fixed',        true,  'The model maps the price now'),
    ('BILLING_CORRECTED',     'fixed',        true,  'It was corrected at the billing system'),
    ('ENTITLEMENT_CORRECTED', 'fixed',        true,  'It was corrected here'),
    ('CUSTOM_DEAL',           'accepted',     true,  'It was agreed so with the customer'),
    ('GOODWILL',              'accepted',     true,  'It is given away on purpose'),
    ('BELOW_TOLERANCE',       'accepted',     true,  'It is not worth the work'),
    ('WRITTEN_OFF',           'accepted',     true,  'The money is lost'),
    ('REPAIRED_BY_RUN',       'fixed',        false, 'The run that found it repaired it'),
    ('FITS_AGAIN',            'fixed',        false, 'What was wrong was mended between two runs'),
    ('NOT_FOUND_AGAIN',       'auto-cleared', false, 'A later run looked and did not find it');

alter table break
    add column reason_code   text references break_reason (code),
    -- MISSED: no delivery told of it. TOLD: one did, and what it told of was not applied. Null: it is not about a change.
    add column cause         text check (cause in ('MISSED', 'TOLD')),
    -- It is about money, and nobody knows how much: never 0.
    add column money_unknown boolean not null default false,
    -- What to look at: deliveries, versions of the answer, a digest of what the billing system said.
    add column evidence      jsonb,
    -- The run that found it last; null for what the writer path opened and no run has told of.
    add column run           bigint;

-- What comes back is another case: what was said of the one before is in its history.
create or replace function count_reopened() returns trigger language plpgsql as $$
begin
    new.reopened := old.reopened + 1;
    new.opened_at := clock_timestamp();
    new.reason_code := null;
    return new;
end
$$;

create index break_open on break (id) where resolved_at is null;
create index break_resolved on break (resolved_at) where resolved_at is not null;

-- What a run had to tell of each break, as it was then: a later change of the break does not change an earlier report.
create table break_told (
    run               bigint      not null,
    break             bigint      not null references break (id),
    type              text        not null,
    severity          text        not null,
    side              text        not null,
    customer_key      text,
    provider_customer text,
    detail            text        not null,
    opened_at         timestamptz not null,
    age_days          int         not null,
    -- How it came into this run: it was open at the end of the one before, or it came, or it came back.
    entered           text        not null check (entered in ('opening', 'new', 'reopened')),
    -- How it left; null: it is open at the end.
    left_as           text        check (left_as in ('fixed', 'accepted', 'auto-cleared', 'moved')),
    -- What it was worth at the end of the run before: an amount with its currency, or one of the words unknown and none.
    opening_amount    bigint,
    opening_currency  text,
    amount            bigint,
    currency          text        not null,
    reason_code       text,
    cause             text,
    assignee          text,
    primary key (run, break),
    check ((entered = 'opening') = (opening_currency is not null)),
    check ((amount is null) = (currency in ('unknown', 'none'))),
    check ((opening_amount is null) = (coalesce(opening_currency, 'none') in ('unknown', 'none')))
);

create index break_told_of on break_told (break);

-- Which features applications ask for, day by day: counted in memory, written now and then, so a crash loses some.
create table feature_asked (
    feature text   not null,
    day     date   not null,
    -- Whether the model had it when it was asked for.
    known   boolean not null,
    asked   bigint not null,
    primary key (day, feature, known)
);

select grant_roles();
