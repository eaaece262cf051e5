package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The second work list: customers that are resolved anew without a fetch, because they were edited or the model changed. Taken
 * in batches that skip what others hold: any number of workers and nodes share the list, and none of them ever waits for a
 * customer. A batch is read together, resolved one by one in memory and written together.
 */
@Repository
public class CustomersToResolve {
    private static final Logger LOG = LoggerFactory.getLogger(CustomersToResolve.class);

    /** Not whom a newer resolver answered: we may not write there, and its node answers the edit (case F-26). */
    private static final String EDITED = """
            select key, dirty_seq from customer where dirty_seq is not null and resolver <= :resolver
            order by dirty_seq limit :atMost for update skip locked
            """;
    /** Whom an older resolver answered is behind too. Along the index: what is done falls out of it at the front. */
    private static final String BEHIND = """
            select key, dirty_seq from customer where (resolver, resolved_revision) < (:resolver, :revision)
            order by resolver, resolved_revision, key limit :atMost for update skip locked
            """;

    private static final String SETTLED = """
            select key, dirty_seq from customer where resolver <= :resolver and resolve_again_at <= :now
            order by resolve_again_at limit :atMost for update skip locked
            """;
    private static final String ALONE = """
            select key, dirty_seq from customer
            where key = :key and resolver <= :resolver
              and (dirty_seq is not null or (resolver, resolved_revision) < (:resolver, :revision)
                   or resolve_again_at <= :now)
            for update skip locked
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;
    private final CustomerStates states;
    private final LedgerRows rows;
    private final Models models;
    private final Recording recording;
    private final InstantSource businessTime;

    CustomersToResolve(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Ledger ledger,
            CustomerStates states,
            LedgerRows rows,
            Models models,
            Recording recording,
            InstantSource businessClock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
        this.states = states;
        this.rows = rows;
        this.models = models;
        this.recording = recording;
        this.businessTime = businessClock;
    }

    /** Resolves customers that somebody edited; how many. */
    public int resolveEdited(int atMost) {
        return resolve(EDITED, atMost, Cause.ofCustomer());
    }

    /** Resolves customers whose answer was made with an older model, or by an older resolver; how many. */
    public int resolveBehind(int atMost) {
        return ledger.currentRevision() == 0 ? 0 : resolve(BEHIND, atMost, Cause.ofModel());
    }

    /** Resolves customers for whom the time has come of the last agreed model, or of a pin that was to move; how many. */
    public int resolveSettled(int atMost) {
        return resolve(SETTLED, atMost, Cause.ofAgreement());
    }

    /**
     * A customer whose row this transaction holds.
     *
     * @param mark the edit that is answered; null when it is only behind the model
     */
    private record Taken(CustomerKey key, @Nullable Long mark) {}

    private int resolve(String taking, int atMost, Cause cause) {
        long revision = ledger.currentRevision();
        if (revision > 0) {
            models.stages(revision, businessTime.instant()); // one that cannot be read is no customer's fault
        }
        var batch = new AtomicReference<List<Taken>>(List.of());
        try {
            transactions.executeWithoutResult(_ -> {
                batch.set(take(taking, revision, atMost));
                resolve(batch.get(), revision, cause);
            });
        } catch (RuntimeException failure) {
            if (batch.get().isEmpty()) {
                throw failure;
            }
            // What one of them brings cannot be written: alone, it holds up nobody else.
            LOG.debug("A batch failed and is taken one by one", failure);
            batch.get().forEach(taken -> resolveAlone(taken.key(), revision, cause));
        }
        return batch.get().size();
    }

    private void resolveAlone(CustomerKey key, long revision, Cause cause) {
        var held = new AtomicReference<@Nullable Taken>();
        try {
            transactions.executeWithoutResult(_ -> jdbc.sql(ALONE)
                    .param("key", key.value())
                    .param("resolver", Recording.RESOLVER)
                    .param("revision", revision)
                    .param("now", StoredRows.timestamp(businessTime.instant()))
                    .query((row, n) -> new Taken(key, row.getObject("dirty_seq", Long.class)))
                    .optional()
                    .ifPresent(taken -> {
                        held.set(taken);
                        resolve(List.of(taken), revision, cause);
                    }));
        } catch (RuntimeException failure) {
            Taken taken = held.get();
            if (taken == null || isPassing(failure)) {
                throw failure;
            }
            transactions.executeWithoutResult(_ -> setAside(taken, revision, failure));
        }
    }

    private List<Taken> take(String taking, long revision, int atMost) {
        return jdbc
                .sql(taking)
                .param("atMost", atMost)
                .param("resolver", Recording.RESOLVER)
                .param("revision", revision)
                .param("now", StoredRows.timestamp(businessTime.instant()))
                .query((row, n) ->
                        new Taken(new CustomerKey(row.getString("key")), row.getObject("dirty_seq", Long.class)))
                .list()
                .stream()
                .sorted(Comparator.comparing(Taken::key))
                .toList();
    }

    /** Statements of their own after the rows are held: each sees what was committed until then (02, sync). */
    private void resolve(List<Taken> batch, long revision, Cause cause) {
        if (batch.isEmpty()) {
            return;
        }
        var many = new LedgerOfMany(
                ledger, rows, states.read(batch.stream().map(Taken::key).toList()), revision);
        Map<Taken, RuntimeException> failed = new TreeMap<>(Comparator.comparing(Taken::key));
        for (Taken taken : batch) {
            try {
                recording.record(many, taken.key(), cause);
                many.accept();
            } catch (RuntimeException failure) {
                if (isPassing(failure) || many.leftTraces()) {
                    throw failure;
                }
                failed.put(taken, failure);
            }
        }
        many.flush();
        failed.forEach((taken, failure) -> setAside(taken, revision, failure));
        answered(batch);
    }

    private void answered(List<Taken> batch) {
        jdbc.sql("update customer set dirty_seq = null where key = any(:keys) and dirty_seq is not null")
                .param("keys", batch.stream().map(taken -> taken.key().value()).toArray(String[]::new))
                .update();
    }

    /**
     * The answer in force stays; a person is told; a new edit or model makes it due again. Only if it is the customer's own
     * fault: a database that went away, or a lock that another held, says nothing about the customer.
     */
    private void setAside(Taken taken, long revision, RuntimeException failure) {
        LOG.warn("{} cannot be resolved and is set aside until it changes", taken.key(), failure);
        boolean stillSo = jdbc.sql("""
                                update customer
                                set dirty_seq = null, resolved_revision = greatest(resolved_revision, :revision),
                                    resolver = greatest(resolver, :resolver), resolve_again_at = null
                                where key = :key and dirty_seq is not distinct from :mark::bigint
                                """)
                        .param("key", taken.key().value())
                        .param("mark", taken.mark())
                        .param("revision", revision)
                        .param("resolver", Recording.RESOLVER)
                        .update()
                == 1;
        if (stillSo) {
            jdbc.sql("""
                            insert into break (type, fingerprint, customer_key, detail)
                            values ('QUARANTINED', 'QUARANTINED:' || :key, :key, 'The customer cannot be resolved; the log says why')
                            on conflict (fingerprint) do update
                                set last_seen_at = clock_timestamp(), resolved_at = null
                            """).param("key", taken.key().value()).update();
        }
    }

    /** Whether a newer resolver than ours writes to this database: what it wrote is its own to write over (case F-26). */
    public boolean isOvertaken() {
        return jdbc.sql("select exists (select from customer where resolver > :resolver)")
                .param("resolver", Recording.RESOLVER)
                .query(Boolean.class)
                .single();
    }

    /** Whether it says nothing about the customer: a database that went away, a lock that another held. */
    public static boolean isPassing(RuntimeException failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransactionException;
    }

    /**
     * How many customers' answers were made with an older model or by an older resolver: exact while it is few, else estimated
     * from a sample of the table, so that it may be asked often.
     */
    public long behind() {
        long revision = ledger.currentRevision();
        if (revision == 0) {
            return 0;
        }
        long few = 10_000;
        long counted = jdbc.sql("""
                        select count(*) from (
                            select from customer where (resolver, resolved_revision) < (:resolver, :revision)
                            limit :few + 1) behind
                        """)
                .param("few", few)
                .param("resolver", Recording.RESOLVER)
                .param("revision", revision)
                .query(Long.class)
                .single();
        return counted <= few ? counted : Math.max(counted, estimated(revision));
    }

    private long estimated(long revision) {
        return Objects.requireNonNull(jdbc.sql("""
                        with size as (
                            select greatest(reltuples, 0)::float8 as rows, greatest(relpages, 1) as pages
                            from pg_class where oid = 'customer'::regclass
                        )
                        select coalesce((select rows from size)
                            * count(*) filter (where (resolver, resolved_revision) < (:resolver, :revision))
                            / nullif(count(*), 0), 0)::bigint
                        from customer tablesample system ((select least(100, 100.0 * 400 / pages) from size))
                        """)
                .param("resolver", Recording.RESOLVER)
                .param("revision", revision)
                .query(Long.class)
                .single());
    }
}
