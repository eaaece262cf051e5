package dev.plumbline.sync.reconcile.run;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of runs, as the process that works at them writes them. Every write names its owner: who was taken for dead and was
 * not changes nothing any more. Instants are the database's.
 */
@Repository
public class Runs {
    private static final String OURS = " where id = :run and owner = :owner and status = 'RUNNING'";
    private static final String COLUMNS =
            " id, provider, account, mode, business_date, attempt, coalesce(model_revision, 0) as model_revision,"
                    + " previous_run, hold_reason is not null as held";

    private final JdbcClient jdbc;
    private final Node node;
    private final RunSettings settings;

    Runs(JdbcClient jdbc, Node node, RunSettings settings) {
        this.jdbc = jdbc;
        this.node = node;
        this.settings = settings;
    }

    /**
     * One that waits, or whose process is dead; from now on it is ours. Never one of an account that we are not connected to.
     *
     * @param working at these we are: who was frozen for a while is not to take its own run over
     */
    public Optional<ReconciliationRun> claim(Collection<BillingAccount> accounts, Collection<Long> working) {
        return jdbc.sql("""
                        update reconciliation
                        set status = 'RUNNING', owner = :owner, heard_at = clock_timestamp(),
                            started_at = coalesce(started_at, clock_timestamp()), ended_at = null, failure = null
                        where id = (select id from reconciliation
                                    where (status = 'PENDING'
                                           or status = 'RUNNING'
                                              and coalesce(heard_at, '-infinity') < clock_timestamp() - :lease * interval '1 ms')
                                      and provider || '/' || account = any(:accounts) and id <> all(:working)
                                    order by id limit 1 for update skip locked)
                        returning
                        """ + COLUMNS)
                .param("owner", node.name())
                .param("lease", settings.lease().toMillis())
                .param("working", working.toArray(Long[]::new))
                .param(
                        "accounts",
                        accounts.stream()
                                .map(account -> account.provider().key() + "/" + account.name())
                                .toArray(String[]::new))
                .query((row, n) -> run(row))
                .optional();
    }

    /** We live. Which of ours are to end, and who says so. */
    public List<StopAsked> heartbeat() {
        return jdbc
                .sql("""
                        update reconciliation set heard_at = clock_timestamp()
                        where owner = :owner and status = 'RUNNING'
                        returning id, stop_requested_by
                        """)
                .param("owner", node.name())
                .query((row, n) -> new StopAsked(row.getLong("id"), row.getString("stop_requested_by")))
                .list()
                .stream()
                .filter(asked -> asked.by() != null)
                .toList();
    }

    /** Somebody asks a run to end. */
    public record StopAsked(long run, @Nullable String by) {}

    /** @throws Lost when it is another process's by now */
    public ReconciliationRun ours(long run) {
        return jdbc.sql("select" + COLUMNS + " from reconciliation" + OURS)
                .param("run", run)
                .param("owner", node.name())
                .query((row, n) -> run(row))
                .optional()
                .orElseThrow(() -> new Lost(run));
    }

    public boolean areOurs(long run) {
        return of(run, "select 1 from reconciliation" + OURS)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Not under a lock, which all that work at the run would wait for: the writes themselves can happen once only. */
    public void check(long run) {
        if (!areOurs(run)) {
            throw new Lost(run);
        }
    }

    /**
     * A fresh attempt: what it judges by and where its fence lies, both of now.
     *
     * @param listedBy the function that makes its rows
     */
    public void begin(long run, long modelRevision, short listedBy) {
        changed(
                run,
                of(run, """
                        update reconciliation r
                        set model_revision = :revision, fence = nextval('subject_fence'),
                            previous_run = (select max(p.id) from reconciliation p
                                            where p.provider = r.provider and p.account = r.account and p.id < r.id
                                              and p.status = 'COMPLETED'),
                            pages = 0, listed = 0, unreadable = 0, subjects_there = 0, subjects_here = 0,
                            subjects = 0, looked = 0, entitled = null, bound = null, losing = null,
                            hold_reason = null, held_at = null, forgotten_differences = null,
                            listed_by = :listedBy,
                            -- Nobody tells how long a list is: how long it was, or what we hold, is the best guess there is.
                            held_here = coalesce(
                                (select p.listed from reconciliation p
                                 where p.provider = r.provider and p.account = r.account and p.id < r.id
                                   and p.status = 'COMPLETED'
                                 order by p.id desc limit 1),
                                (select coalesce(sum(s.listed_count), 0) from billing_snapshot s
                                 where s.provider = r.provider and s.account = r.account))
                        """ + OURS)
                        .param("revision", modelRevision)
                        .param("listedBy", listedBy)
                        .update());
    }

    /** @param total null when nobody can say */
    public void step(long run, String step, @Nullable Long total) {
        changed(
                run,
                of(run, """
                        update reconciliation
                        set step = :step, step_of = :total, step_done = 0,
                            step_since = case when step is distinct from :step then clock_timestamp() else step_since end
                        """ + OURS)
                        .param("step", step)
                        .param("total", total, Types.BIGINT)
                        .update());
    }

    /** Whom to look at. */
    public long subjects(long run) {
        return of(run, "select subjects from reconciliation" + OURS)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new Lost(run));
    }

    public void total(long run, long total) {
        changed(
                run,
                of(run, "update reconciliation set step_of = :total" + OURS)
                        .param("total", total)
                        .update());
    }

    public void done(long run, long more) {
        changed(
                run,
                of(run, "update reconciliation set step_done = step_done + :more" + OURS)
                        .param("more", more)
                        .update());
    }

    /** A page is staged; in the same transaction. */
    public void listed(long run, long rows, long unreadable) {
        changed(
                run,
                of(run, """
                        update reconciliation
                        set pages = pages + 1, listed = listed + :rows, unreadable = unreadable + :unreadable,
                            step_done = step_done + :rows
                        """ + OURS)
                        .param("rows", rows)
                        .param("unreadable", unreadable)
                        .update());
    }

    /** A part is listed anew: what it had counts no more. */
    public void unlisted(long run, long rows, long unreadable) {
        changed(
                run,
                of(run, """
                        update reconciliation
                        set listed = listed - :rows, unreadable = unreadable - :unreadable, step_done = step_done - :rows
                        """ + OURS)
                        .param("rows", rows)
                        .param("unreadable", unreadable)
                        .update());
    }

    public void looked(long run, long more) {
        changed(
                run,
                of(run, "update reconciliation set looked = looked + :more, step_done = step_done + :more" + OURS)
                        .param("more", more)
                        .update());
    }

    public void lookedSoFar(long run, long all) {
        changed(
                run,
                of(run, "update reconciliation set looked = :all, step_done = :all" + OURS)
                        .param("all", all)
                        .update());
    }

    /** Nothing is taken away in this run from now on; what its steps still do tells what would be. */
    public void holdBack(long run, String why) {
        changed(
                run,
                of(run, "update reconciliation set hold_reason = :why, held_at = clock_timestamp()" + OURS)
                        .param("why", why)
                        .update());
    }

    /** What was staged is gone, since the database crashed: from the beginning. */
    public void anew(long run) {
        of(run, "update reconciliation set status = 'PENDING', owner = null, attempt = attempt + 1" + OURS)
                .update();
    }

    /** It came to its last step. */
    public void complete(long run) {
        end(run, "case when hold_reason is null then 'COMPLETED' else 'HELD' end", null);
    }

    public void fail(long run, String why) {
        end(run, "'FAILED'", why);
    }

    public void stopped(long run) {
        end(run, "'STOPPED'", null);
    }

    private void end(long run, String status, @Nullable String failure) {
        of(run, "update reconciliation set status = " + status + """
                , ended_at = clock_timestamp(), owner = null, failure = :failure
                """ + OURS)
                .param("failure", failure, Types.VARCHAR)
                .update();
    }

    /** This process ends: whoever is there next goes on where it stopped. */
    public void leave(long run) {
        of(run, "update reconciliation set status = 'PENDING', owner = null" + OURS)
                .update();
    }

    /**
     * Once for each account and business date, however many nodes call this. One that is held gives way: the new one has a guard
     * of its own.
     */
    @Transactional
    public boolean schedule(BillingAccount account, ReconciliationRun.Mode mode, LocalDate date) {
        Optional<Long> made = jdbc.sql("""
                        insert into reconciliation (provider, account, mode, cause, business_date, requested_by, requested_key, reason)
                        values (:provider, :account, :mode, 'schedule', :date, 'schedule', 'schedule', 'It is time')
                        on conflict do nothing
                        returning id
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("mode", mode.key())
                .param("date", date)
                .query(Long.class)
                .optional();
        made.ifPresent(run -> giveWay(account, run));
        return made.isPresent();
    }

    /** One that waits for a second person ends when a newer one of the account is asked for. */
    public void giveWay(BillingAccount account, long to) {
        jdbc.sql("""
                        update reconciliation
                        set status = 'STOPPED', ended_at = clock_timestamp(), failure = 'Run ' || :run || ' took its place'
                        where provider = :provider and account = :account and status = 'HELD' and id < :run
                        """)
                .param("run", to)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .update();
    }

    private static void changed(long run, int rows) {
        if (rows == 0) {
            throw new Lost(run);
        }
    }

    private JdbcClient.StatementSpec of(long run, String sql) {
        return jdbc.sql(sql).param("run", run).param("owner", node.name());
    }

    static ReconciliationRun run(ResultSet row) throws SQLException {
        String provider = row.getString("provider");
        long previous = row.getLong("previous_run");
        Long before = row.wasNull() ? null : Long.valueOf(previous);
        return new ReconciliationRun(
                row.getLong("id"),
                new BillingAccount(
                        Provider.of(provider)
                                .orElseThrow(() -> new IllegalStateException("No connector for " + provider)),
                        row.getString("account")),
                ReconciliationRun.Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                row.getObject("business_date", LocalDate.class),
                row.getInt("attempt"),
                row.getLong("model_revision"),
                before,
                row.getBoolean("held"));
    }
}
