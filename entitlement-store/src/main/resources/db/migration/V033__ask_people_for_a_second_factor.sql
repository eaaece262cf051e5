-- What somebody's own device makes codes with (RFC 6238). The secret is never here in clear: whoever reads the database, or a copy
-- of it, makes no codes.
create table person_factor (
    person_id    uuid primary key references person (id),
    -- Sealed with a key from the settings, which is not in the database: a version, a nonce, what AES-GCM made of it.
    sealed       bytea       not null check (length(sealed) between 32 and 256),
    created_at   timestamptz not null default clock_timestamp(),
    -- Null while nobody has shown that their device makes the same codes: it is not asked for yet.
    confirmed_at timestamptz,
    -- The last interval whose code was taken: none is taken twice.
    last_step    bigint      not null default 0
);

-- What somebody comes in with whose device is lost: each once. Made by chance and long, so that a plain hash of it says nothing.
create table person_recovery (
    person_id uuid        not null references person (id),
    hash      bytea       not null check (length(hash) = 32),
    used_at   timestamptz,
    primary key (person_id, hash)
);
