package dev.plumbline.sync.pull;

import static java.util.stream.Collectors.toMap;

import dev.plumbline.connectors.BillingAccount;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lookup keys that prices were first seen with: a key that moved on at the provider still maps the older price (03). */
@Repository
class BoundKeys {
    private final JdbcClient jdbc;

    BoundKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Bound(String price, String key) {}

    /** By price id; empty for a price that had none. */
    Map<String, String> of(BillingAccount account) {
        return jdbc
                .sql("select price, lookup_key from billing_price where provider = :provider and account = :account")
                .param("provider", account.provider().key())
                .param("account", account.name())
                .query((row, n) -> new Bound(row.getString("price"), row.getString("lookup_key")))
                .list()
                .stream()
                .collect(toMap(Bound::price, Bound::key));
    }
}
