-- Every event that was ever taken, by a hash of source and id: one is counted once, in whichever month it says it happened. A table
-- of its own, because a key that is unique over all months cannot be one of a table that is split by months.
create table usage_seen (
    event        uuid primary key,
    -- A hash of all that it says: the same id with other content is a conflict.
    content      uuid        not null,
    occurred_at  timestamptz not null,
    customer_key text        not null,
    -- The event that stands in its place.
    corrected_by uuid
);

-- What was counted: one row for each event and meter, by when it happened. Rows are added; that one was corrected is set once.
create table usage_log (
    occurred_at  timestamptz not null,
    -- Compared by their bytes: whoever sorts by the words of a language pays for it at each row that is written.
    customer_key text        collate "C" not null,
    meter        text        collate "C" not null,
    value        numeric     not null,
    -- What is counted once, of a meter that counts different things.
    item         text,
    event        uuid        not null,
    source       text        not null,
    id           text        not null,
    recorded_at  timestamptz not null default clock_timestamp(),
    corrected_by uuid
) partition by range (occurred_at);
create index usage_log_of on usage_log (customer_key, meter, occurred_at);

-- The log in hours, written in the transaction of the log: a window is its whole hours and, at its edges, rows of the log. So no
-- window is stored, and an anchor that moves or a zone that changes its rules leaves nothing to mend.
create table usage_bucket (
    customer_key text        collate "C" not null,
    meter        text        collate "C" not null,
    hour         timestamptz not null,
    total        numeric     not null,
    most         numeric,
    last_at      timestamptz,
    last_value   numeric,
    -- Nobody has looked yet whether it passed a limit.
    untold       boolean     not null default true,
    primary key (customer_key, meter, hour)
) partition by range (hour);
create index usage_bucket_untold on usage_bucket (hour) where untold;

create function usage_log_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.corrected_by is null
       and to_jsonb(new) - 'corrected_by' = to_jsonb(old) - 'corrected_by' then
        return new;
    end if;
    raise exception 'usage_log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger usage_log_is_append_only before update or delete on usage_log
    for each row execute function usage_log_is_append_only();
create trigger usage_log_is_not_emptied before truncate on usage_log
    for each statement execute function refuse_change();

-- Whoever counts may need a month that nobody made ahead, and may not make tables: the owner's function does it. Attached and not
-- made in place, because that would wait for everybody who writes.
create function usage_month(wanted timestamptz) returns void language plpgsql security definer as $$
declare
    month  timestamp := date_trunc('month', wanted at time zone 'UTC');
    parent text;
    name   text;
begin
    if month < '2000-01-01' or month > '2200-01-01' then
        raise exception '% is no month that usage is counted in', month using errcode = 'invalid_parameter_value';
    end if;
    perform pg_advisory_xact_lock(7346201901);
    foreach parent in array array['usage_log', 'usage_bucket'] loop
        name := parent || to_char(month, '_YYYY_MM');
        if to_regclass(format('%I.%I', current_schema(), name)) is null then
            execute format('create table %I.%I (like %I.%I including defaults including constraints) with (fillfactor = %s)',
                           current_schema(), name, current_schema(), parent,
                           case parent when 'usage_bucket' then 80 else 100 end);
            execute format('alter table %I.%I attach partition %I.%I for values from (%L) to (%L)',
                           current_schema(), parent, current_schema(), name,
                           month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
        end if;
    end loop;
end
$$;

-- Months that ended before are put aside: their tables stay, for an operator to archive and drop, and count no more. How many tables.
create function usage_detach(before timestamptz) returns int language plpgsql security definer as $$
declare
    kept     text := to_char(date_trunc('month', before at time zone 'UTC'), '_YYYY_MM');
    old      record;
    detached int := 0;
begin
    perform pg_advisory_xact_lock(7346201901);
    for old in
        select parent.relname as parent, child.relname as child
        from pg_inherits
        join pg_class parent on parent.oid = inhparent
        join pg_class child on child.oid = inhrelid
        join pg_namespace home on home.oid = parent.relnamespace
        where home.nspname = current_schema() and parent.relkind = 'p' and parent.relname in ('usage_log', 'usage_bucket')
          and substr(child.relname, length(parent.relname) + 1) < kept
        order by child.relname
    loop
        execute format('alter table %I.%I detach partition %I.%I', current_schema(), old.parent, current_schema(), old.child);
        detached := detached + 1;
    end loop;
    return detached;
end
$$;

-- Both run with the owner's rights: they see this schema and nothing that a caller puts before it.
do $$
begin
    execute format('alter function usage_month(timestamptz) set search_path = %I, pg_temp', current_schema());
    execute format('alter function usage_detach(timestamptz) set search_path = %I, pg_temp', current_schema());
    revoke execute on function usage_detach(timestamptz) from public;
    if exists (select from pg_roles where rolname = 'plumbline_worker') then
        grant execute on function usage_detach(timestamptz) to plumbline_worker;
    end if;
end
$$;

-- What is kept free for somebody who is about to use it. It belongs to the window of its reserve instant.
create table usage_reservation (
    id           uuid primary key,
    customer_key text        not null references customer (key),
    feature      text        not null,
    meter        text        not null,
    amount       numeric     not null check (amount > 0),
    reserved_at  timestamptz not null,
    expires_at   timestamptz not null,
    state        text        not null default 'open' check (state in ('open', 'settled', 'released')),
    settled      numeric,
    ended_at     timestamptz,
    created_by   text        not null,
    created_at   timestamptz not null default clock_timestamp()
);
create index usage_reservation_open on usage_reservation (customer_key, meter, reserved_at) where state = 'open';

-- Who reserves of one meter does so one after the other; who reports use does not wait here.
create table usage_gate (
    customer_key text not null,
    meter        text not null,
    primary key (customer_key, meter)
);

-- Each threshold of a window is told of once, whoever sees it passed first, and after every restart.
create table usage_notice (
    customer_key text        not null,
    feature      text        not null,
    window_start timestamptz not null,
    threshold    numeric     not null,
    told_at      timestamptz not null default clock_timestamp(),
    primary key (customer_key, feature, window_start, threshold)
);
