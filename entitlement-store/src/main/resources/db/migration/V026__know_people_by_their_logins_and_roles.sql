-- Somebody who logs in: with a password kept here, or with an issuer that we trust (OpenID Connect).
create table person (
    id            uuid primary key default gen_random_uuid(),
    login         text        not null unique check (login <> '' and length(login) <= 128),
    name          text        not null check (name <> ''),
    roles         text[]      not null check (roles <@ array['viewer', 'support', 'product', 'finance-preparer', 'finance-reviewer',
                                                             'operator', 'admin']),
    state         text        not null default 'active' check (state in ('active', 'disabled')),
    -- What a slow hash made of it, with its name in front; never the password.
    password      text check (password like '{%}%'),
    issuer        text,
    subject       text,
    created_at    timestamptz not null default clock_timestamp(),
    created_by    text        not null,
    -- Who logged in before this has to do so again.
    sessions_from timestamptz not null,
    last_login_at timestamptz,
    -- A browser that shows a seal made with it has had this person before it.
    device_secret bytea       not null check (length(device_secret) = 32),
    unique (issuer, subject),
    check ((issuer is null) = (subject is null)),
    check (issuer is null or password is null)
);

-- Without an admin nobody could make another one. The lock lets two who leave at the same time do so one after the other.
create function keep_an_admin() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(7346201888);
    if not exists (select from person where id <> old.id and state = 'active' and 'admin' = any (roles)) then
        raise exception 'the last admin' using errcode = 'PL001';
    end if;
    return new;
end
$$;
create trigger last_admin_stays before update of roles, state on person for each row
    when (old.state = 'active' and 'admin' = any (old.roles) and not (new.state = 'active' and 'admin' = any (new.roles)))
    execute function keep_an_admin();
-- What somebody did keeps their id: they are disabled, not deleted.
create trigger people_stay before delete or truncate on person for each statement execute function refuse_change();

-- Whose key it is, and which person made it: four eyes are those of two people, whatever they come with.
alter table api_key
    add column person_id uuid references person (id),
    add column issued_by uuid references person (id);
create index api_key_person on api_key (person_id) where person_id is not null;
