package dev.plumbline.entitlement.record;

import static dev.plumbline.entitlement.record.LedgerRows.column;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.resolve.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stored answers resolved again, purely, from what is stored: whether each is what the resolver would say (03, STALE_RESOLUTION).
 * Reads only, a page in one snapshot of the database, so that an answer and the facts that it was made from belong together.
 */
@Repository
public class StoredAnswersAgain {
    private static final Logger LOG = LoggerFactory.getLogger(StoredAnswersAgain.class);

    private final JdbcClient jdbc;
    private final CustomerStates states;
    private final Models models;
    private final TransactionTemplate reading;

    StoredAnswersAgain(
            JdbcClient jdbc, CustomerStates states, Models models, PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.states = states;
        this.models = models;
        this.reading = new TransactionTemplate(transactionManager);
        reading.setReadOnly(true);
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * What came of a page.
     *
     * @param inWork of whom something new is on its way, or who cannot be resolved: nothing is said of their answers
     * @param all who has an answer and can be resolved
     */
    public record Looked(List<CustomerKey> inWork, List<Stale> stale, List<Again> all) {}

    /** All that is known of a customer, and what it comes to. */
    public record Again(CustomerState state, Resolution resolution) {}

    /**
     * A stored answer that is not what the resolver says.
     *
     * @param stored null when what is stored cannot be read
     */
    public record Stale(
            CustomerKey customer, long version, @Nullable Timeline stored, Resolution again, CustomerState state) {}

    /**
     * @param revision the model to judge by: whose answer was made with another one is in work
     * @param now business time
     */
    public Looked look(Collection<CustomerKey> customers, long revision, Instant now) {
        return Objects.requireNonNull(reading.execute(_ -> {
            Map<CustomerKey, Boolean> settled = settled(customers, revision, now);
            Map<CustomerKey, Again> again = resolved(settled.keySet(), models.stages(revision, now), now);
            List<CustomerKey> inWork = settled.keySet().stream()
                    .filter(one -> !settled.getOrDefault(one, false) || !again.containsKey(one))
                    .toList();
            var compared = new LinkedHashMap<>(again);
            inWork.forEach(compared::remove);
            return new Looked(inWork, stale(compared), List.copyOf(again.values()));
        }));
    }

    /** Those that have an answer at all, and whether nothing new is on its way of them. */
    private Map<CustomerKey, Boolean> settled(Collection<CustomerKey> customers, long revision, Instant now) {
        var settled = new LinkedHashMap<CustomerKey, Boolean>();
        jdbc.sql("""
                        select c.key, c.dirty_seq is null and c.resolved_revision = :revision and c.resolver = :resolver
                                      and coalesce(c.resolve_again_at > :now, true) as settled
                        from customer c join entitlement e on e.customer_key = c.key
                        where c.key = any(:keys) order by c.key
                        """)
                .param("keys", column(customers, CustomerKey::value))
                .param("revision", revision)
                .param("resolver", Recording.RESOLVER)
                .param("now", StoredRows.timestamp(now))
                .query(row -> {
                    settled.put(new CustomerKey(row.getString("key")), row.getBoolean("settled"));
                });
        return settled;
    }

    private Map<CustomerKey, Again> resolved(Set<CustomerKey> customers, List<ModelStage> stages, Instant now) {
        StatesRead read = states.read(customers);
        var again = new LinkedHashMap<CustomerKey, Again>();
        for (CustomerKey customer : customers) {
            try {
                read.of(customer)
                        .ifPresent(state -> again.put(customer, new Again(state, Resolution.of(state, stages, now))));
            } catch (RuntimeException failure) {
                // The writer path sets it aside and tells of it; here it would only be told of twice.
                LOG.debug("{} cannot be resolved again", customer, failure);
            }
        }
        return again;
    }

    /** Sent here and read: PostgreSQL takes twice as long to make of ours what it could compare. */
    private List<Stale> stale(Map<CustomerKey, Again> again) {
        var stale = new ArrayList<Stale>();
        jdbc.sql("""
                        select customer_key, timeline::text as timeline, encode(content_hash, 'hex') as hash
                        from entitlement where customer_key = any(:keys) order by customer_key
                        """).param("keys", column(again.keySet(), CustomerKey::value)).query(row -> {
            var customer = new CustomerKey(row.getString("customer_key"));
            Again one = Objects.requireNonNull(again.get(customer), "It was asked about");
            Timeline stored = timeline(row.getString("timeline"));
            if (!one.resolution().timeline().equals(stored)
                    || !one.resolution().hash().equals(row.getString("hash"))) {
                stale.add(new Stale(customer, one.state().version(), stored, one.resolution(), one.state()));
            }
        });
        return stale;
    }

    private static @Nullable Timeline timeline(String stored) {
        try {
            return StoredJson.timeline(stored);
        } catch (RuntimeException unreadable) {
            LOG.debug("A stored answer cannot be read", unreadable);
            return null;
        }
    }
}
