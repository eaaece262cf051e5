package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.sql.Types;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
 * in small batches that skip what others hold, so that a publish for a million customers never stands in a webhook's way.
 */
@Repository
public class CustomersToResolve {
    private static final Logger LOG = LoggerFactory.getLogger(CustomersToResolve.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;
    private final Recording recording;
    private final InstantSource businessTime;

    CustomersToResolve(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Ledger ledger,
            Recording recording,
            InstantSource businessClock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
        this.recording = recording;
        this.businessTime = businessClock;
    }

    /** Resolves customers that somebody edited; how many. */
    public int resolveEdited(int atMost) {
        return resolve("""
                select key, dirty_seq from customer where dirty_seq is not null
                order by dirty_seq limit :atMost for update skip locked
                """, atMost, Cause.ofCustomer());
    }

    /** Resolves customers whose answer was made with an older model; how many. */
    public int resolveBehind(int atMost) {
        return resolve("""
                select key, dirty_seq from customer
                where resolver <= :resolver and resolved_revision < (select coalesce(max(revision), 0) from model_revision)
                order by resolved_revision limit :atMost for update skip locked
                """, atMost, Cause.ofModel());
    }

    /** Resolves customers for whom the last of the agreed models has taken effect; how many. */
    public int resolveSettled(int atMost) {
        return resolve("""
                select key, dirty_seq from customer where resolver <= :resolver and resolve_again_at <= :now
                order by resolve_again_at limit :atMost for update skip locked
                """, atMost, Cause.ofModel());
    }

    private int resolve(String taking, int atMost, Cause cause) {
        try {
            return inOneTransaction(taking, atMost, cause);
        } catch (RuntimeException failure) {
            // One of them cannot be resolved: alone, it holds up nobody else.
            LOG.debug("A batch failed and is taken one by one", failure);
            return oneByOne(taking, atMost, cause);
        }
    }

    private int inOneTransaction(String taking, int atMost, Cause cause) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<Taken> taken = take(taking, atMost);
            taken.forEach(customer -> resolve(customer, cause));
            return taken.size();
        }));
    }

    private int oneByOne(String taking, int atMost, Cause cause) {
        for (int resolved = 0; resolved < atMost; resolved++) {
            var taken = new AtomicReference<@Nullable Taken>();
            try {
                transactions.executeWithoutResult(_ -> take(taking, 1).forEach(customer -> {
                    taken.set(customer);
                    resolve(customer, cause);
                }));
            } catch (RuntimeException failure) {
                setAside(taken.get(), failure);
            }
            if (taken.get() == null) {
                return resolved;
            }
        }
        return atMost;
    }

    /**
     * A customer whose row this transaction holds.
     *
     * @param mark the edit that is answered; null when it is only behind the model
     * @param revision the model it is resolved with
     */
    private record Taken(CustomerKey key, @Nullable Long mark, long revision) {}

    private List<Taken> take(String taking, int atMost) {
        long revision = ledger.currentRevision();
        return jdbc
                .sql(taking)
                .param("atMost", atMost)
                .param("resolver", Recording.RESOLVER)
                .param("now", StoredRows.timestamp(businessTime.instant()))
                .query((row, n) -> new Taken(
                        new CustomerKey(row.getString("key")), row.getObject("dirty_seq", Long.class), revision))
                .list()
                .stream()
                .sorted(Comparator.comparing(Taken::key))
                .toList();
    }

    private void resolve(Taken taken, Cause cause) {
        recording.record(ledger, taken.key(), cause);
        jdbc.sql("update customer set dirty_seq = null where key = :key and dirty_seq is not null")
                .param("key", taken.key().value())
                .update();
    }

    /**
     * The answer in force stays; a person is told; a new edit or model makes it due again. Only if it is the customer's own
     * fault: a database that went away, or a lock that another held, says nothing about the customer.
     */
    private void setAside(@Nullable Taken taken, RuntimeException failure) {
        if (taken == null || isPassing(failure)) {
            throw failure;
        }
        LOG.warn("{} cannot be resolved and is set aside until it changes", taken.key(), failure);
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("""
                            update customer
                            set dirty_seq = null, resolved_revision = greatest(resolved_revision, :revision),
                                resolve_again_at = null
                            where key = :key and dirty_seq is not distinct from :mark
                            """)
                    .param("key", taken.key().value())
                    .param("mark", taken.mark(), Types.BIGINT)
                    .param("revision", taken.revision())
                    .update();
            jdbc.sql("""
                            insert into break (type, fingerprint, customer_key, detail)
                            values ('QUARANTINED', 'QUARANTINED:' || :key, :key, 'The customer cannot be resolved; the log says why')
                            on conflict (fingerprint) do update
                                set last_seen_at = clock_timestamp(), resolved_at = null
                            """).param("key", taken.key().value()).update();
        });
    }

    private static boolean isPassing(RuntimeException failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof TransactionException;
    }
}
