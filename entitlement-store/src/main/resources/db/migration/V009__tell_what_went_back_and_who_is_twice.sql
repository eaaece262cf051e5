-- What is at stake in a break, in minor units of the currency; null when it is not about money, or nobody knows how much.
alter table break
    add column amount   bigint,
    add column currency text check (currency ~ '^[A-Z]{3}$'),
    add check (amount is null or currency is not null);

-- An e-mail address as it is compared: keyed, so that who has this table alone cannot try addresses (threat S-11).
alter table billing_snapshot add column email_hash bytea;
create index billing_snapshot_email on billing_snapshot (email_hash) where email_hash is not null;

-- The key of those hashes, drawn once; nothing else is made with it.
create table comparison_key (
    single boolean primary key default true check (single),
    key    bytea   not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
insert into comparison_key default values;

-- Something was told of the subject that a usual look does not show. Where there is no work list, there is nobody to look.
alter table if exists subject add column closely boolean not null default false;
