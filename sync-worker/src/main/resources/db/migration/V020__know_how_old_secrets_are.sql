-- Since when each secret is in use, so that one that is never changed shows (threat S-21). Never the secret: a SHA-256 of what
-- nobody can guess.
create table secret_seen (
    provider      text        not null,
    account       text        not null,
    kind          text        not null check (kind in ('api_key', 'webhook_secret')),
    fingerprint   bytea       not null,
    first_seen_at timestamptz not null default clock_timestamp(),
    primary key (provider, account, kind, fingerprint)
);
