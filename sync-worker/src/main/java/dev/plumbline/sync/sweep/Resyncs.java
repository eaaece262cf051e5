package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.ProviderCustomer;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts that are looked at whole, how far that has come, and the marks it sets. */
@Repository
class Resyncs {
    private static final int AT_ONCE = 500;
    /** So many of its marks may wait at a time: an event that comes meanwhile is not to wait for a million of them. */
    private static final int MAY_WAIT = 200;

    private final JdbcClient jdbc;

    Resyncs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum Step {
        /** Those that we know are marked. */
        KNOWN,
        /** Who has a subscription is listed; whom of them we do not know is marked. */
        STRANGERS,
        /** Until all of them are looked at. */
        REST,
        DONE
    }

    /** @param place where the step stands; null at its beginning */
    record Resync(
            long id,
            BillingAccount account,
            Step step,
            @Nullable String place,
            Instant requestedAt,
            long lastMark) {}

    Optional<Resync> open(BillingAccount account) {
        return of(account, """
                        select id, step, place, requested_at, last_mark from billing_resync
                        where provider = :provider and account = :account and completed_at is null
                        """)
                .query((row, n) -> new Resync(
                        row.getLong("id"),
                        account,
                        Step.valueOf(row.getString("step")),
                        row.getString("place"),
                        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                        row.getLong("last_mark")))
                .optional();
    }

    /** False when one is open already. */
    boolean request(BillingAccount account, String cause, String detail) {
        return of(account, """
                                insert into billing_resync (provider, account, cause, detail)
                                values (:provider, :account, :cause, :detail)
                                on conflict (provider, account) where completed_at is null do nothing
                                """).param("cause", cause).param("detail", detail).update() == 1;
    }

    boolean isCrowded(BillingAccount account) {
        return of(account, """
                        select count(*) from (
                            select from subject
                            where provider = :provider and account = :account and waits
                              and dirty_cause = 'sweep' and due_at <= clock_timestamp() and state <> 'QUARANTINED'
                            limit :mayWait) waiting
                        """).param("mayWait", MAY_WAIT).query(Integer.class).single() == MAY_WAIT;
    }

    /** Marks the next of those that we know, in the order of their ids. */
    void markKnown(Resync resync) {
        of(resync.account(), """
                        with batch as (
                            select id from subject
                            where provider = :provider and account = :account and kind = 'customer' and id > :place
                              and state <> 'QUARANTINED'
                            order by id limit :atOnce
                            for update
                        ), marked as (
                            update subject s
                            set dirty_seq = nextval('subject_dirty_seq'),
                                closely = true,
                                dirty_cause = case when s.dirty_seq is not null and s.dirty_cause <> 'settle'
                                                   then s.dirty_cause else 'sweep' end,
                                -- Who backs off goes on to; who only settles, or waits for a second look, is looked at now.
                                due_at = case when s.dirty_seq is not null and s.attempts > 0 then s.due_at
                                              else clock_timestamp() end
                            from batch
                            where s.provider = :provider and s.account = :account and s.kind = 'customer'
                              and s.id = batch.id
                            returning s.id, s.dirty_seq
                        ), done as (
                            select count(*) as marked, max(id) as last, max(dirty_seq) as mark from marked
                        )
                        update billing_resync r
                        set marked = r.marked + done.marked, last_mark = greatest(r.last_mark, done.mark),
                            place = case when done.marked = :atOnce then done.last end,
                            step = case when done.marked = :atOnce then 'KNOWN' else 'STRANGERS' end
                        from done where r.id = :id
                        """)
                .param("id", resync.id())
                .param("place", resync.place() == null ? "" : resync.place())
                .param("atOnce", AT_ONCE)
                .update();
    }

    /**
     * Marks whom of these we do not know.
     *
     * @param next where the list goes on; null at its end
     */
    void markStrangers(Resync resync, Collection<ProviderCustomer> listed, @Nullable String next) {
        of(resync.account(), """
                        with stranger as (
                            insert into subject (provider, account, kind, id, dirty_seq, dirty_cause, due_at, closely)
                            select :provider, :account, 'customer', id, nextval('subject_dirty_seq'), 'sweep',
                                   clock_timestamp(), true
                            from unnest(:customers::text[]) as listed (id) order by id
                            on conflict (provider, account, kind, id) do nothing
                            returning dirty_seq
                        ), done as (
                            select count(*) as marked, max(dirty_seq) as mark from stranger
                        )
                        update billing_resync r
                        set strangers = r.strangers + done.marked, last_mark = greatest(r.last_mark, done.mark),
                            place = :next, step = :step
                        from done where r.id = :id
                        """)
                .param("id", resync.id())
                .param("customers", listed.stream().map(ProviderCustomer::id).toArray(String[]::new))
                .param("next", next, Types.VARCHAR)
                .param("step", next == null ? Step.REST.name() : Step.STRANGERS.name())
                .update();
    }

    /** The provider lost the place: the list is read from its beginning. */
    void listAnew(Resync resync) {
        jdbc.sql("update billing_resync set place = null where id = :id")
                .param("id", resync.id())
                .update();
    }

    /** Looked at is also who was not found and is looked for again, who is held back, and who is set aside. */
    boolean isEverybodyLookedAt(Resync resync) {
        return of(resync.account(), """
                        select not exists (
                            select from subject
                            where provider = :provider and account = :account and kind = 'customer'
                              and dirty_seq <= :lastMark and state <> 'QUARANTINED' and absent_since is null
                              and held_at is null)
                        """)
                .param("lastMark", resync.lastMark())
                .query(Boolean.class)
                .single();
    }

    void complete(Resync resync) {
        jdbc.sql("""
                        update billing_resync set step = 'DONE', place = null, completed_at = clock_timestamp()
                        where id = :id
                        """).param("id", resync.id()).update();
    }

    private JdbcClient.StatementSpec of(BillingAccount account, String sql) {
        return jdbc.sql(sql).param("provider", account.provider().key()).param("account", account.name());
    }
}
