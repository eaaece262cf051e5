-- A subject that a person unlinked does not become a customer of its own again by itself: somebody said whose it is not.
-- A new link lifts it. Written under the subject's and the customer's lock, as the link itself.
create table customer_unlinked (
    provider          text        not null,
    account           text        not null,
    provider_customer text        not null,
    -- Whose it was: no reference, for people only.
    customer_key      text        not null,
    unlinked_at       timestamptz not null default clock_timestamp(),
    unlinked_by       text        not null,
    reason            text        not null check (reason <> ''),
    primary key (provider, account, provider_customer)
);
