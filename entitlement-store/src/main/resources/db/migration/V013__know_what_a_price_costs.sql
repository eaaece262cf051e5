-- What a billing system asks for a price, as its catalogue said last. Prices that are not sold any more stay: people are on them.
create table provider_price (
    provider       text        not null,
    account        text        not null,
    price          text        not null,
    product        text,
    lookup_key     text,
    active         boolean     not null,
    -- Minor units of the currency for one, as exact as the provider says; null where it depends on how many are bought.
    amount         numeric,
    currency       text        not null,
    -- How often it is charged; both null for a price that is paid once.
    every_months   int,
    every_days     int,
    seen_at        timestamptz not null default clock_timestamp(),
    primary key (provider, account, price)
);

create index provider_price_lookup_key on provider_price (provider, lookup_key) where lookup_key is not null;
create index provider_price_product on provider_price (provider, product);
