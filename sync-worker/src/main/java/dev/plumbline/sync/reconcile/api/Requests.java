package dev.plumbline.sync.reconcile.api;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.run.RunSignal;
import dev.plumbline.sync.reconcile.run.Runs;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What people ask of runs: each is one statement on the row, and a row in the audit. */
@Repository
class Requests {
    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Runs runs;
    private final RunSignal signal;

    Requests(JdbcClient jdbc, AuditTrail audit, Runs runs, RunSignal signal) {
        this.runs = runs;
        this.jdbc = jdbc;
        this.audit = audit;
        this.signal = signal;
    }

    /** Empty when one of the account is open. One that is held gives way: the new one has a guard of its own. */
    @Transactional
    public Optional<Long> start(
            BillingAccount account, ReconciliationRun.Mode mode, LocalDate date, Caller by, String reason) {
        Optional<Long> id = jdbc.sql("""
                        insert into reconciliation (provider, account, mode, cause, business_date, requested_by, requested_key, requested_ids, reason)
                        values (:provider, :account, :mode, 'demand', :date, :by, :key, :ids, :reason)
                        on conflict (provider, account) where status in ('PENDING', 'RUNNING') do nothing
                        returning id
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("mode", mode.key())
                .param("date", date)
                .param("by", by.name())
                .param("key", by.id())
                .param("ids", by.identities().toArray(String[]::new))
                .param("reason", reason)
                .query(Long.class)
                .optional();
        id.ifPresent(run -> {
            runs.giveWay(account, run);
            tell(by, reason, "requested", run);
        });
        return id;
    }

    Optional<Long> open(BillingAccount account) {
        return jdbc.sql("""
                        select id from reconciliation
                        where provider = :provider and account = :account and status in ('PENDING', 'RUNNING')
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .query(Long.class)
                .optional();
    }

    /**
     * A run that is held, as a second person is told of it.
     *
     * @param authors everything that whoever asked for it is known by; empty for one that began by itself
     *
     * @param losing how many would lose access
     */
    record Held(long run, int attempt, long losing, String askedBy, Set<String> authors) {}

    /** Empty when there is none, or when it is not held. */
    Optional<Held> held(long run) {
        return jdbc.sql("""
                        select id, attempt, coalesce(losing, 0) as losing, requested_by,
                               case when cause = 'schedule' then array[]::text[]
                                    else hands_behind(coalesce(requested_ids, array['key:' || requested_key])) end as authors
                        from reconciliation where id = :run and status = 'HELD'
                        """)
                .param("run", run)
                .query((row, n) -> new Held(
                        row.getLong("id"),
                        row.getInt("attempt"),
                        row.getLong("losing"),
                        row.getString("requested_by"),
                        Stream.of((Object[]) row.getArray("authors").getArray())
                                .map(String::valueOf)
                                .collect(Collectors.toSet())))
                .optional();
    }

    /** One that waits, or is held, ends here; one that runs as soon as its process hears of it. */
    @Transactional
    public boolean stop(long run, Caller by, String reason) {
        boolean asked = jdbc.sql("""
                                update reconciliation
                                set stop_requested_by = :by,
                                    status = case status when 'RUNNING' then 'RUNNING' else 'STOPPED' end,
                                    ended_at = case status when 'RUNNING' then ended_at else clock_timestamp() end
                                where id = :run and status in ('PENDING', 'RUNNING', 'HELD')
                                """).param("run", run).param("by", by.name()).update() == 1;
        if (asked) {
            tell(by, reason, "stopped", run);
        }
        return asked;
    }

    /** The run whose report goes on from what this one has told: were this one told anew, the two would not meet. */
    Optional<Long> overtakenBy(long run) {
        return jdbc.sql("select run from reconciliation_report where previous_run = :run order by number desc limit 1")
                .param("run", run)
                .query(Long.class)
                .optional();
    }

    /**
     * It goes on where it ended; false when it did not end so.
     *
     * @throws org.springframework.dao.DuplicateKeyException when another of the account is open
     */
    @Transactional
    public boolean resume(long run, Caller by, String reason) {
        boolean asked = jdbc.sql("""
                                update reconciliation set status = 'PENDING', ended_at = null, stop_requested_by = null
                                where id = :run and status in ('STOPPED', 'FAILED') and hold_reason is null
                                """).param("run", run).update() == 1;
        if (asked) {
            tell(by, reason, "resumed", run);
        }
        return asked;
    }

    /**
     * All of it is fetched afresh, and so many may lose access as the second person was told of; false when it is not held.
     *
     * @throws org.springframework.dao.DuplicateKeyException when another of the account is open
     */
    @Transactional
    public boolean release(long run, Caller by, String reason) {
        boolean released = jdbc.sql("""
                                update reconciliation
                                set status = 'PENDING', attempt = attempt + 1, ended_at = null, owner = null,
                                    stop_requested_by = null,
                                    allowed = greatest(allowed, coalesce(losing, 0)), released_by = :by, released_key = :key,
                                    released_ids = :ids, released_at = clock_timestamp(), release_reason = :reason
                                where id = :run and status = 'HELD'
                                """)
                        .param("run", run)
                        .param("by", by.name())
                        .param("key", by.id())
                        .param("ids", by.identities().toArray(String[]::new))
                        .param("reason", reason)
                        .update()
                == 1;
        if (released) {
            tell(by, reason, "released", run);
        }
        return released;
    }

    /** After the commit: the loop would find nothing before. */
    void wake() {
        signal.raise();
    }

    private void tell(Caller by, String reason, String what, long run) {
        audit.append(new AuditEntry(
                by.because(reason),
                "reconciliation." + what,
                "reconciliation",
                Long.toString(run),
                null,
                null,
                Map.of("run", run)));
    }
}
