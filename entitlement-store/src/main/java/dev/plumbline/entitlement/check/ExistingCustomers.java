package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tells customers from strangers, many at once. */
@Repository
class ExistingCustomers {
    private final JdbcClient jdbc;

    ExistingCustomers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Set<CustomerKey> among(Collection<CustomerKey> keys) {
        return jdbc.sql("select key from customer where key = any(:keys)")
                .param("keys", keys.stream().map(CustomerKey::value).toArray(String[]::new))
                .query((row, n) -> new CustomerKey(row.getString("key")))
                .set();
    }
}
