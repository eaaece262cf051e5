package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import java.time.Instant;
import java.util.Collection;
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
        return jdbc.sql("""
                        select version, recorded, model_revision, timeline::text as timeline
                        from entitlement where customer_key = :customer
                        """)
                .param("customer", customer.value())
                .query((row, n) -> StoredRows.answer(customer, row))
                .optional();
    }

    /** The answer that was in force at an instant of recorded time; empty when nothing was known then. */
    public Optional<StoredAnswer> knownAt(CustomerKey customer, Instant recorded) {
        return jdbc.sql("""
                        select version, recorded, model_revision, timeline::text as timeline
                        from entitlement_history
                        where customer_key = :customer and recorded <= :recorded
                        order by version desc limit 1
                        """)
                .param("customer", customer.value())
                .param("recorded", StoredRows.timestamp(recorded))
                .query((row, n) -> StoredRows.answer(customer, row))
                .optional();
    }

    /** The facts that version of the answer was made from: an explanation is computed from them again. */
    public Optional<Facts> facts(CustomerKey customer, long version) {
        return jdbc.sql(
                        "select facts::text from entitlement_history where customer_key = :customer and version = :version")
                .param("customer", customer.value())
                .param("version", version)
                .query(String.class)
                .optional()
                .map(StoredJson::facts);
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
