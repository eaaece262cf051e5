package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The answers in force of many customers at once. */
@Repository
public class AnswerBatch {
    private final JdbcClient jdbc;

    AnswerBatch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that are unknown or were never resolved are left out. */
    public List<StoredAnswer> of(Collection<CustomerKey> customers) {
        return jdbc.sql("select customer_key, " + StoredRows.ANSWER
                        + " from entitlement where customer_key = any(:customers)")
                .param("customers", customers.stream().map(CustomerKey::value).toArray(String[]::new))
                .query((row, n) -> StoredRows.answer(new CustomerKey(row.getString("customer_key")), row))
                .list();
    }
}
