-- What one person asks for and another one decides: the one mechanism for all of it. The content is what will be done if it is
-- approved, and nothing else: it is fixed from the moment it is asked.
create table approval (
    id              text primary key,
    kind            text        not null check (kind in ('publish', 'hold-release', 'override', 'period', 'migration')),
    -- What it is about, so that the same is not asked twice at a time.
    subject         text        not null check (subject <> ''),
    title           text        not null check (title <> ''),
    content         text        not null,
    content_sha256  text        not null check (content_sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
    asked_by        text        not null,
    -- Everything the author is known by: the person, the key, whoever made the key.
    asked_ids       text[]      not null check (cardinality(asked_ids) > 0),
    asked_at        timestamptz not null,
    reason          text        not null check (reason <> ''),
    link            text,
    expires_at      timestamptz not null check (expires_at > asked_at),
    state           text        not null default 'pending'
                    check (state in ('pending', 'executed', 'failed', 'refused', 'withdrawn', 'expired')),
    decided_by      text,
    decided_ids     text[] check (cardinality(decided_ids) > 0),
    decided_at      timestamptz,
    decision_reason text check (decision_reason <> ''),
    decision_link   text,
    -- What became of it: what was done, or why it could not be.
    outcome         jsonb,
    check ((decided_by is null) = (state in ('pending', 'expired'))),
    check ((decided_by is null) = (decided_ids is null) and (decided_by is null) = (decision_reason is null)),
    check ((decided_at is null) = (state = 'pending')),
    check ((outcome is null) = (state not in ('executed', 'failed'))),
    -- Four eyes are those of two people. Only the author takes it back.
    constraint approval_by_a_second_person check (
        case when state = 'withdrawn' then decided_ids && asked_ids else not coalesce(decided_ids && asked_ids, false) end)
);
create unique index approval_asked_once on approval (kind, subject, content_sha256) where state = 'pending';
create index approval_newest on approval (asked_at desc, id desc);

create function approval_is_decided_once() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'pending' then
            raise exception 'An approval is asked for first' using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if old.state <> 'pending' then
        raise exception 'Approval % is % already', old.id, old.state using errcode = 'check_violation';
    end if;
    if (new.id, new.kind, new.subject, new.title, new.content, new.asked_by, new.asked_ids, new.asked_at, new.reason, new.expires_at)
       is distinct from
       (old.id, old.kind, old.subject, old.title, old.content, old.asked_by, old.asked_ids, old.asked_at, old.reason, old.expires_at)
       or new.link is distinct from old.link then
        raise exception 'What was asked stays as it was asked' using errcode = 'check_violation';
    end if;
    if new.state in ('executed', 'failed') and new.decided_at >= old.expires_at then
        raise exception 'Approval % has expired', old.id using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger approval_decided_once before insert or update on approval for each row execute function approval_is_decided_once();
create trigger approval_stays before delete or truncate on approval for each statement execute function refuse_change();

-- Who asked for a run, as four-eyes rules know people. (The table is the worker's; tests of the store have none.)
do $$
begin
    if to_regclass('reconciliation') is not null then
        alter table reconciliation add column requested_ids text[], add column released_ids text[];
        alter table reconciliation add constraint reconciliation_second_person check (not coalesce(released_ids && requested_ids, false));
    end if;
end
$$;
