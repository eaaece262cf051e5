package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was decided: the answer in force and every answer before it. Reads only. */
@Repository
public class Answers {
    private final JdbcClient jdbc;

    Answers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty for a customer that is unknown or was never resolved. */
    public Optional<StoredAnswer> current(CustomerKey customer) {
        return jdbc.sql("select " + StoredRows.ANSWER + " from entitlement where customer_key = :customer")
                .param("customer", customer.value())
                .query((row, n) -> StoredRows.answer(customer, row))
                .optional();
    }

    /** The answer that was in force at an instant of recorded time; empty when nothing was known then. */
    public Optional<StoredAnswer> knownAt(CustomerKey customer, Instant recorded) {
        return jdbc.sql("select " + StoredRows.ANSWER + """
                         from entitlement_history
                        where customer_key = :customer and recorded <= :recorded
                        order by version desc limit 1
                        """)
                .param("customer", customer.value())
                .param("recorded", StoredRows.timestamp(recorded))
                .query((row, n) -> StoredRows.answer(customer, row))
                .optional();
    }

    /**
     * The newest version up to that one that was made no later than an instant of business time; where none was, the first.
     * Empty for a customer that was never resolved.
     */
    public Optional<StoredAnswer> madeBy(CustomerKey customer, long upTo, Instant asOf) {
        return jdbc.sql("select " + StoredRows.ANSWER + """
                         from entitlement_history
                        where customer_key = :customer and version <= :upTo
                        order by as_of <= :asOf desc, case when as_of <= :asOf then version else -version end desc
                        limit 1
                        """)
                .param("customer", customer.value())
                .param("upTo", upTo)
                .param("asOf", StoredRows.timestamp(asOf))
                .query((row, n) -> StoredRows.answer(customer, row))
                .optional();
    }

    /** What that version of the answer was made from: an explanation is computed from it again. */
    public Optional<Basis> basis(CustomerKey customer, long version) {
        return jdbc.sql("""
                        select model_revision, stages::text as stages, facts::text as facts, later_facts::text as later_facts
                        from entitlement_history where customer_key = :customer and version = :version
                        """)
                .param("customer", customer.value())
                .param("version", version)
                .query((row, n) -> StoredRows.basis(row))
                .optional();
    }

    /**
     * What an answer was made from.
     *
     * @param facts one for each of the models
     */
    public record Basis(List<ModelSpan> models, List<Facts> facts) {
        public Basis {
            models = List.copyOf(models);
            facts = List.copyOf(facts);
        }

        /** As the model that was to hold at that instant sees them. */
        public Facts factsAt(Instant instant) {
            for (int i = models.size() - 1; i > 0; i--) {
                if (!instant.isBefore(models.get(i).from())) {
                    return facts.get(i);
                }
            }
            return facts.getFirst();
        }
    }

    /** The versions in force of those customers, for a cache that confirms what it holds. Unknown ones are left out. */
    public Map<CustomerKey, Long> versions(Collection<CustomerKey> customers) {
        var versions = new java.util.HashMap<CustomerKey, Long>();
        jdbc.sql("select customer_key, version from entitlement where customer_key = any(:customers)")
                .param("customers", customers.stream().map(CustomerKey::value).toArray(String[]::new))
                .query(row -> {
                    versions.put(new CustomerKey(row.getString("customer_key")), row.getLong("version"));
                });
        return versions;
    }
}
