package dev.plumbline.sync.inbox;

import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps deliveries and marks whom they speak of, in one statement. Locks whom they speak of first and their own rows after that, each
 * in the order of keys, as all do who lock both: so nobody waits for somebody who waits for them (case F-22).
 */
final class KeepStatements {
    private static final String GIVEN = """
            with given as (
                select * from unnest(:providers::text[], :accounts::text[], :events::text[], :types::text[], :versions::text[],
                                     :created::timestamptz[], :states::text[], :whys::text[], :kinds::text[], :subjects::text[],
                                     :closely::boolean[], :payloads::bytea[])
                    as g (provider, account, event_id, type, api_version, event_created, state, why, kind, subject, closely, payload)
            ),
            """;

    private static final String HELD = """
            held as (
                select provider, account, kind, id from subject
                where (provider, account, kind, id) in
                      (select provider, account, kind, subject from given where subject is not null)
                order by provider, account, kind, id
            """;

    private static final String WAITING = " for update";

    /** Those of whom nobody is marked, a stranger, or somebody whose row nobody holds. */
    private static final String PASSING = " for update skip locked";

    private static final String TAKEN = """
            ), taken as (
                select g.* from given g
                where subject is null
                   or exists (select from held h
                              where (h.provider, h.account, h.kind, h.id) = (g.provider, g.account, g.kind, g.subject))
                   or not exists (select from subject s
                                  where (s.provider, s.account, s.kind, s.id) = (g.provider, g.account, g.kind, g.subject))
            ),
            """;

    private static final String KEEP = """
            kept as (
                insert into inbox (provider, account, event_id, type, api_version, event_created, state, why,
                                   subject_kind, subject_id, dirty_seq, payload)
                select provider, account, event_id, type, api_version, event_created, state, why, kind, subject,
                       case when subject is not null then nextval('subject_dirty_seq') end, payload
                from taken order by provider, account, event_id
                on conflict (provider, account, event_id) do update
                    set deliveries = inbox.deliveries + 1, last_received_at = clock_timestamp()
                returning provider, account, event_id, dirty_seq, (xmax = 0) as fresh
            ), marked as (
                insert into subject as s (provider, account, kind, id, dirty_seq, dirty_cause, due_at, closely)
                select provider, account, kind, subject, max(kept.dirty_seq), 'event', clock_timestamp(), bool_or(given.closely)
                from kept join given using (provider, account, event_id)
                where kept.fresh and kept.dirty_seq is not null
                group by provider, account, kind, subject order by provider, account, kind, subject
                on conflict (provider, account, kind, id) do update
                    set closely = s.closely or excluded.closely,
                        dirty_seq = greatest(s.dirty_seq, excluded.dirty_seq),
                        dirty_cause = excluded.dirty_cause,
                        -- A parked subject gets another chance with new input; one that backs off waits a little longer only; who
                        -- waits already keeps its place, so that the busiest is not overtaken by everybody, again and again.
                        due_at = case when s.waits and s.state <> 'QUARANTINED'
                                      then least(s.due_at, excluded.due_at
                                                           + case when s.attempts > 0 then interval '5 seconds' else interval '0' end)
                                      else excluded.due_at end,
                        attempts = case when s.state = 'QUARANTINED' then 0 else s.attempts end,
                        state = case when s.state = 'QUARANTINED' then 'LIVE' else s.state end
                returning 1
            )
            select provider, account, event_id, fresh from kept
            """;

    private final JdbcClient jdbc;

    KeepStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether it was new; waits for whoever holds its subject. */
    boolean keepAlone(Arrival arrival) {
        keep(GIVEN + HELD + WAITING + TAKEN + KEEP, Map.of(arrival.key(), arrival));
        return arrival.fresh().orElseThrow();
    }

    /** Each that needs to wait for nobody. Of two of one id it keeps the first. */
    void keepFree(List<Arrival> group) {
        var each = new LinkedHashMap<Arrival.Key, Arrival>();
        group.forEach(arrival -> each.putIfAbsent(arrival.key(), arrival));
        keep(GIVEN + HELD + PASSING + TAKEN + KEEP, each);
    }

    private void keep(String sql, Map<Arrival.Key, Arrival> each) {
        List<Arrival> given = List.copyOf(each.values());
        jdbc.sql(sql)
                .param("providers", column(given, String.class, Arrival::provider))
                .param("accounts", column(given, String.class, Arrival::account))
                .param("events", column(given, String.class, Arrival::event))
                .param("types", column(given, String.class, Arrival::type))
                .param("versions", column(given, String.class, Arrival::apiVersion))
                .param("created", column(given, String.class, Arrival::created))
                .param("states", column(given, String.class, Arrival::state))
                .param("whys", column(given, String.class, Arrival::why))
                .param("kinds", column(given, String.class, Arrival::kind))
                .param("subjects", column(given, String.class, Arrival::subject))
                .param("closely", column(given, Boolean.class, Arrival::closely))
                .param("payloads", column(given, byte[].class, Arrival::body))
                .query(row -> {
                    var key = new Arrival.Key(
                            row.getString("provider"), row.getString("account"), row.getString("event_id"));
                    Objects.requireNonNull(each.get(key)).kept(row.getBoolean("fresh"));
                });
    }

    @SuppressWarnings("unchecked") // an array of that type, made here
    private static <V> V[] column(List<Arrival> of, Class<V> type, Function<Arrival, @Nullable V> value) {
        return of.stream().map(value).toArray(length -> (V[]) Array.newInstance(type, length));
    }
}
