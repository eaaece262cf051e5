package dev.plumbline.sync.reconcile.listing;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.SubscriptionListing.Made;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.RunSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The parts of a run's lists. That of subscriptions is cut where what we hold has about as many on each side, since a provider tells no counts. */
@Repository
public class Slices {
    /** More do not make a list faster that is read a few parts at a time. */
    private static final int MOST = 64;
    /** So many creation times tell the cuts well enough. */
    private static final int SAMPLE = 20_000;

    private final JdbcClient jdbc;
    private final RunSettings settings;

    Slices(JdbcClient jdbc, RunSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** Nothing of an earlier attempt is left, and the parts of this one are there. */
    @Transactional
    public void cut(ReconciliationRun run) {
        jdbc.sql("delete from reconciliation_difference where run = :run")
                .param("run", run.id())
                .update();
        jdbc.sql("delete from reconciliation_row where run = :run")
                .param("run", run.id())
                .update();
        jdbc.sql("delete from reconciliation_beside where run = :run")
                .param("run", run.id())
                .update();
        jdbc.sql("delete from reconciliation_slice where run = :run")
                .param("run", run.id())
                .update();
        make(run, Slice.Of.UNPAID, Slice.Of.UNPAID.number(), null, null);
        make(run, Slice.Of.AGREED, Slice.Of.AGREED.number(), null, null);
        List<@Nullable Instant> bounds = new ArrayList<>();
        bounds.add(null);
        bounds.addAll(cuts(run.account()));
        bounds.add(null);
        for (int i = 0; i + 1 < bounds.size(); i++) {
            make(run, Slice.Of.SUBSCRIPTIONS, i, bounds.get(i), bounds.get(i + 1));
        }
    }

    private void make(
            ReconciliationRun run, Slice.Of list, int number, @Nullable Instant from, @Nullable Instant until) {
        jdbc.sql("""
                        insert into reconciliation_slice (run, slice, list, created_from, created_until)
                        values (:run, :slice, :list, :from, :until)
                        """)
                .param("run", run.id())
                .param("slice", number)
                .param("list", list.key())
                .param("from", timestamp(from), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("until", timestamp(until), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private List<Instant> cuts(BillingAccount account) {
        long subjects = of(account, """
                        select count(*) from billing_snapshot where provider = :provider and account = :account
                        """).query(Long.class).single();
        int parts = Math.clamp(subjects / settings.perSlice(), 1, MOST);
        if (parts == 1) {
            return List.of();
        }
        List<Instant> made = of(account, """
                        select (snapshot -> 'subscriptions' -> 0 ->> 'createdAt')::timestamptz as made
                        from billing_snapshot tablesample system (:percent)
                        where provider = :provider and account = :account
                          and snapshot -> 'subscriptions' -> 0 ->> 'createdAt' is not null
                        order by made
                        """)
                .param("percent", Math.clamp(100.0 * SAMPLE / subjects, 0.01, 100))
                .query((row, n) ->
                        row.getObject("made", OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.SECONDS))
                .list();
        List<Instant> cuts = new ArrayList<>();
        for (int i = 1; i < parts && !made.isEmpty(); i++) {
            Instant cut = made.get(made.size() * i / parts);
            if (cuts.isEmpty() || cuts.getLast().isBefore(cut)) {
                cuts.add(cut);
            }
        }
        return cuts;
    }

    /** Parts of the list of subscriptions. */
    public List<Integer> undone(long run) {
        return undone(run, true);
    }

    /** Of the lists beside it. */
    public List<Integer> undoneBeside(long run) {
        return undone(run, false);
    }

    private List<Integer> undone(long run, boolean ofSubscriptions) {
        return jdbc.sql("""
                        select slice from reconciliation_slice
                        where run = :run and not done and (list = 'subscriptions') = :ofSubscriptions order by slice
                        """)
                .param("run", run)
                .param("ofSubscriptions", ofSubscriptions)
                .query((row, n) -> row.getInt(1))
                .list();
    }

    public boolean areDone(long run) {
        return jdbc.sql("""
                        select count(*) > 0 and bool_and(done) from reconciliation_slice where run = :run
                        """).param("run", run).query(Boolean.class).single();
    }

    Slice get(long run, int slice) {
        return jdbc.sql("select * from reconciliation_slice where run = :run and slice = :slice")
                .param("run", run)
                .param("slice", slice)
                .query((row, n) -> slice(row))
                .single();
    }

    /** A page more is staged. */
    void read(long run, Slice slice, long rows, long beside, @Nullable String next) {
        jdbc.sql("""
                        update reconciliation_slice
                        set pages = pages + 1, listed = listed + :rows, beside = beside + :beside, place = :next, done = :done
                        where run = :run and slice = :slice
                        """)
                .param("run", run)
                .param("slice", slice.number())
                .param("rows", rows)
                .param("beside", beside)
                .param("next", next, Types.VARCHAR)
                .param("done", next == null)
                .update();
    }

    /** Its place is not known any more: from its beginning. */
    void anew(long run, Slice slice) {
        jdbc.sql("""
                        update reconciliation_slice set listed = 0, beside = 0, place = null, done = false
                        where run = :run and slice = :slice
                        """).param("run", run).param("slice", slice.number()).update();
    }

    private JdbcClient.StatementSpec of(BillingAccount account, String sql) {
        return jdbc.sql(sql).param("provider", account.provider().key()).param("account", account.name());
    }

    private static Slice slice(ResultSet row) throws SQLException {
        return new Slice(
                row.getInt("slice"),
                Slice.Of.of(row.getString("list")),
                new Made(instant(row, "created_from"), instant(row, "created_until")),
                row.getString("place"),
                row.getLong("listed"),
                row.getBoolean("done"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime timestamp = row.getObject(column, OffsetDateTime.class);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
