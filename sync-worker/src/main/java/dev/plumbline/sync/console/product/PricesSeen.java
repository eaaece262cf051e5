package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.model.Mapping;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whether the prices that a plan version is mapped to are there at the billing systems, as their catalogues were last read. */
@Repository
class PricesSeen {
    private static final int SOME = 5;

    private final JdbcClient jdbc;

    PricesSeen(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param amount in minor units for one; null where it depends on how many are bought */
    record Seen(
            String account,
            String price,
            boolean active,
            String currency,
            @Nullable BigDecimal amount) {}

    /** @param seen empty for a price that no catalogue has */
    record Checked(Mapping mapping, List<Seen> seen) {}

    List<Checked> of(List<Mapping> mappings) {
        return mappings.stream()
                .map(mapping -> new Checked(mapping, seen(mapping)))
                .toList();
    }

    private List<Seen> seen(Mapping mapping) {
        return jdbc.sql("""
                        select account, price, active, currency, amount from provider_price
                        where provider = :provider
                          and case :by when 'PRICE' then price when 'LOOKUP_KEY' then lookup_key else product end = :ref
                        order by active desc, account, price limit :some
                        """)
                .param("provider", mapping.provider())
                .param("by", mapping.by().name())
                .param("ref", mapping.ref())
                .param("some", SOME)
                .query((row, n) -> new Seen(
                        row.getString("account"),
                        row.getString("price"),
                        row.getBoolean("active"),
                        row.getString("currency"),
                        row.getBigDecimal("amount")))
                .list();
    }
}
