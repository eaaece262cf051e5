-- Passwords and codes that were tried and did not fit, counted for all nodes. For a quarter of an hour, then it is of no account.
create table login_try (
    -- Of a login, of a place, or of a login at a place: keyed, for what is typed in the wrong field may be a password.
    key      bytea       primary key check (length(key) = 32),
    failed   int         not null check (failed >= 0),
    -- So many may fail.
    most     int         not null,
    first_at timestamptz not null
) with (fillfactor = 50); -- a count is written again beside itself, and the index is left alone

select grant_roles();
