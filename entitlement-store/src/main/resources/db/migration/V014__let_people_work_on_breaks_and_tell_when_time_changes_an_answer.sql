-- What people do about a break. Severity and side are set where they are not the type's usual ones.
alter table break
    add column severity      text,
    add column side          text,
    add column reopened      int    not null default 0,
    add column comment       text,
    add column assignee      text,
    -- Open, but known and accepted until then; after it the break is open again by itself.
    add column waived_until  timestamptz,
    add column waived_by     text,
    add column waived_reason text,
    -- Bumped by every edit of a person: the ETag of the break.
    add column edit          bigint not null default 1;

-- Here and not in each statement that opens breaks: also the one of a node that is older than this column counts.
create function count_reopened() returns trigger language plpgsql as $$
begin
    new.reopened := old.reopened + 1;
    new.opened_at := clock_timestamp();
    return new;
end
$$;

create trigger break_reopened before update of resolved_at on break
    for each row when (old.resolved_at is not null and new.resolved_at is null) execute function count_reopened();

-- When the answer in force turns next because time passes (case F-45); null when it does not. An answer of which that is not
-- known yet is due at once: of this moment, and of nodes that are older than this column.
alter table entitlement add column turns_at timestamptz default '-infinity';

create index entitlement_turns on entitlement (turns_at) where turns_at is not null;

-- How much an actor did of what may be done so often only, since when.
create table actor_budget (
    actor text        not null,
    what  text        not null,
    since timestamptz not null,
    spent bigint      not null,
    primary key (actor, what)
);
