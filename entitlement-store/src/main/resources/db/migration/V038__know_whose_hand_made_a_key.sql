-- Who has held a key's secret, to rules that take two people: whoever made it, whoever made the key that it was made with, and so
-- on, and all of them also for a key that belongs to somebody else. Worked out here when the key is made, whoever makes it. The
-- bootstrap key is no hand: the first keys of all are made with it, whoever they are for (ADR 32).
alter table api_key
    -- The key that it was made with, as those rules name keys; null when it was a person on a page, and where nobody knows.
    add column made_with text check (made_with ~ '^key:.'),
    -- All names that count as this key's own, beside its own.
    add column hands     text[] not null default '{}';

-- These names, and of each key among them those behind it. What a key has is whole already, so nothing is followed further.
create function hands_behind(names text[]) returns text[] language sql stable as $$
    select coalesce(array_agg(hand order by hand), '{}')
    from (select unnest(names) as hand
          union
          select unnest(k.hands)
          from unnest(names) as given (word)
          join api_key k on k.id = case when word ~ '^key:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then substr(word, 5)::uuid end) all_of_them
$$;

create function know_the_hands_of_a_key() returns trigger language plpgsql as $$
begin
    new.hands := hands_behind(array_remove(array[
        nullif(new.made_with, 'key:bootstrap'),
        'person:' || new.issued_by::text,
        'person:' || new.person_id::text,
        -- To these rules a key is one with those whose place it takes.
        'key:' || new.replaces::text], null));
    return new;
end
$$;

-- Those that are there, oldest first. A key that was made with a key is known to be of that one's hand by the name that its maker
-- had: of several keys of a name any may have been it. Of whom nothing is known it stays alone.
do $$
declare
    made record;
begin
    for made in select k.*, 'person:' || k.issued_by::text as maker from api_key k order by k.created_at, k.id loop
        update api_key
        set hands = hands_behind(
            array_remove(array[made.maker, 'person:' || made.person_id::text, 'key:' || made.replaces::text], null)
            || case when made.maker is null and made.created_by = 'bootstrap' then '{}'::text[] else array(
                   select 'key:' || m.id::text
                   from api_key m left join person p on p.id = m.person_id
                   where m.id <> made.id and m.created_at <= made.created_at and m.person_id is not distinct from made.issued_by
                     and made.created_by = case when p.id is null then m.name else p.login || ' (' || m.name || ')' end) end)
        where id = made.id;
    end loop;
end
$$;

create trigger api_key_of_hands before insert on api_key for each row execute function know_the_hands_of_a_key();

create function api_key_stays_of_whom_it_is() returns trigger language plpgsql as $$
begin
    raise exception 'Whose hand key % is stays as it was when it was made', old.id using errcode = 'check_violation';
end
$$;
create trigger api_key_hands_stay before update of hands, made_with, issued_by, person_id, replaces, line on api_key for each row
    when ((old.hands, old.made_with, old.issued_by, old.person_id, old.replaces, old.line)
          is distinct from (new.hands, new.made_with, new.issued_by, new.person_id, new.replaces, new.line))
    execute function api_key_stays_of_whom_it_is();
create trigger api_keys_stay before delete or truncate on api_key for each statement execute function refuse_change();

-- Beside the constraint of V027, which compares the names as they were given. After it, so that the plain case is told as before.
create function approval_by_a_second_hand() returns trigger language plpgsql as $$
begin
    if hands_behind(new.decided_ids) && hands_behind(new.asked_ids) then
        raise exception 'Approval % is decided by a hand that asked for it', new.id using errcode = 'check_violation';
    end if;
    return null;
end
$$;
create trigger approval_of_two_hands after update of state on approval for each row
    when (new.state in ('executed', 'failed', 'refused')) execute function approval_by_a_second_hand();
