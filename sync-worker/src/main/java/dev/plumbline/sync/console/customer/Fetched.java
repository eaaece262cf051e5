package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the billing systems said of a customer when it was fetched last, and what was made of it, as it is stored. */
@Repository
class Fetched {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    Fetched(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * @param snapshot in our words; null before the first fetch
     * @param kept which plan version each item was found to be, and since when its standing is what it is
     */
    record Said(
            String provider,
            String account,
            String id,
            @Nullable Instant fetchedAt,
            @Nullable JsonNode snapshot,
            @Nullable JsonNode kept) {}

    List<Said> of(CustomerKey customer) {
        return jdbc.sql("""
                        select l.provider, l.account, l.provider_customer, s.fetched_at, s.snapshot::text as snapshot,
                               p.kept::text as kept
                        from customer_link l
                        left join billing_snapshot s using (provider, account, provider_customer)
                        left join billing_pin p using (provider, account, provider_customer)
                        where l.customer_key = :customer order by l.provider, l.account, l.provider_customer
                        """)
                .param("customer", customer.value())
                .query((row, n) -> {
                    OffsetDateTime fetched = row.getObject("fetched_at", OffsetDateTime.class);
                    return new Said(
                            row.getString("provider"),
                            row.getString("account"),
                            row.getString("provider_customer"),
                            fetched == null ? null : fetched.toInstant(),
                            read(row.getString("snapshot")),
                            read(row.getString("kept")));
                })
                .list();
    }

    private @Nullable JsonNode read(@Nullable String stored) {
        return stored == null ? null : json.readTree(stored);
    }
}
