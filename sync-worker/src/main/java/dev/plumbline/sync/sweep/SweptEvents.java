package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.EventPage;
import dev.plumbline.connectors.Hint;
import dev.plumbline.sync.inbox.Disposition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts listed events beside those that were delivered: one that is in the inbox already is left alone, any other is kept, as
 * what was found, and whom it is about is marked. A page at a time, in one transaction.
 */
@Repository
class SweptEvents {
    /** Whoever a missed event is about: their rows are locked before those of deliveries, as everywhere, in the order of keys. */
    private static final String MEET = """
            with missed as (
                select distinct kind, subject
                from unnest(:events::text[], :kinds::text[], :subjects::text[]) as event (event_id, kind, subject)
                where not exists (select from inbox i
                                  where i.provider = :provider and i.account = :account and i.event_id = event.event_id)
            )
            insert into subject (provider, account, kind, id)
            select :provider, :account, kind, subject from missed order by kind, subject
            on conflict (provider, account, kind, id) do update set id = excluded.id
            """;

    private static final String KEEP = """
            with listed as (
                select event_id, type, api_version, created::timestamptz as created, kind, subject,
                       closely::boolean as closely, body
                from unnest(:events::text[], :types::text[], :versions::text[], :created::text[], :kinds::text[],
                            :subjects::text[], :closely::text[], :bodies::text[])
                    as event (event_id, type, api_version, created, kind, subject, closely, body)
            ), kept as (
                insert into inbox (provider, account, event_id, type, api_version, event_created, state, subject_kind,
                                   subject_id, dirty_seq, payload, source, deliveries)
                select :provider, :account, event_id, type, api_version, created, 'KEPT', kind, subject,
                       nextval('subject_dirty_seq'), convert_to(body, 'UTF8'), 'sweep', 0
                from listed order by event_id
                on conflict (provider, account, event_id) do nothing
                returning event_id, subject_kind, subject_id, dirty_seq
            ), marked as (
                insert into subject as s (provider, account, kind, id, dirty_seq, dirty_cause, due_at, closely)
                select :provider, :account, subject_kind, subject_id, max(dirty_seq), 'sweep', clock_timestamp(),
                       bool_or(closely)
                from kept join listed using (event_id)
                group by subject_kind, subject_id order by subject_kind, subject_id
                on conflict (provider, account, kind, id) do update
                    set dirty_seq = greatest(s.dirty_seq, excluded.dirty_seq), closely = s.closely or excluded.closely,
                        -- Nor does a sweep make anybody wait longer who waits already.
                        dirty_cause = case when s.dirty_seq is not null and s.dirty_cause <> 'settle' then s.dirty_cause
                                           else excluded.dirty_cause end,
                        -- Who backs off goes on to; who only settles, or waits for a second look, is looked at now.
                        due_at = case when s.dirty_seq is not null and s.attempts > 0 and s.state <> 'QUARANTINED'
                                      then s.due_at else excluded.due_at end,
                        -- New input, like a delivery.
                        attempts = case when s.state = 'QUARANTINED' then 0 else s.attempts end,
                        state = case when s.state = 'QUARANTINED' then 'LIVE' else s.state end
            )
            select count(*) from kept
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    SweptEvents(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** An event that somebody is to be looked at for. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Telling(Hint.Event event, Disposition.LookAt lookAt, byte[] body) {}

    /**
     * @param missed how many had never come
     * @param known how many had
     * @param young how many may still come by themselves
     * @param unreadable how many are no event that can be read
     */
    record Tally(int missed, int known, int young, int unreadable) {}

    /** @param youngerThan what was made after that is left to come by itself */
    Tally keep(BillingAccount account, List<EventPage.Listed> page, Instant youngerThan) {
        List<Telling> all =
                page.stream().map(SweptEvents::telling).flatMap(List::stream).toList();
        List<Telling> old =
                all.stream().filter(one -> !isAfter(one.event, youngerThan)).toList();
        int missed = old.isEmpty() ? 0 : insert(account, old);
        int unreadable = (int) page.stream()
                .filter(listed -> listed.hint() instanceof Hint.Unreadable)
                .count();
        return new Tally(missed, old.size() - missed, all.size() - old.size(), unreadable);
    }

    private static List<Telling> telling(EventPage.Listed listed) {
        // The connector refuses a list of the other mode, so every event is of the account's own.
        return listed.hint() instanceof Hint.Event event
                        && Disposition.of(event, event.mode() == null ? Hint.Mode.LIVE : event.mode())
                                instanceof Disposition.LookAt lookAt
                ? List.of(new Telling(event, lookAt, listed.body()))
                : List.of();
    }

    private static boolean isAfter(Hint.Event event, Instant instant) {
        return event.created() != null && event.created().isAfter(instant);
    }

    private int insert(BillingAccount account, List<Telling> events) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            jdbc.sql(MEET)
                    .param("provider", account.provider().key())
                    .param("account", account.name())
                    .param("events", column(events, one -> one.event.id()))
                    .param("kinds", column(events, one -> one.lookAt.kind()))
                    .param("subjects", column(events, one -> one.lookAt.id()))
                    .update();
            return keep(account, events);
        }));
    }

    private int keep(BillingAccount account, List<Telling> events) {
        return jdbc.sql(KEEP)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("events", column(events, one -> one.event.id()))
                .param("types", column(events, one -> one.event.type()))
                .param("versions", column(events, one -> one.event.apiVersion()))
                .param(
                        "created",
                        column(
                                events,
                                one -> one.event.created() == null
                                        ? null
                                        : one.event.created().toString()))
                .param("kinds", column(events, one -> one.lookAt.kind()))
                .param("subjects", column(events, one -> one.lookAt.id()))
                .param("closely", column(events, one -> Boolean.toString(one.event.closely())))
                .param("bodies", column(events, one -> new String(one.body, StandardCharsets.UTF_8)))
                .query(Integer.class)
                .single();
    }

    private static @Nullable String[] column(List<Telling> events, Function<Telling, @Nullable String> value) {
        return events.stream().map(value).toArray(String[]::new);
    }
}
