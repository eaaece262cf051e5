package dev.plumbline.sync.console.customer;

import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.entitlement.check.customers.CustomerDirectory;
import dev.plumbline.entitlement.check.customers.CustomersSought;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.EmailDomain;
import dev.plumbline.sync.pass.SharedAddresses;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Customers found by what support is told on the telephone, with the little that tells one from another. */
@Repository
class Directory {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,180}\\.[^\\s@.]{2,60}");

    private static final Page<CustomerDirectory.Found> NOBODY = new Page<>(List.of(), null);

    private final JdbcClient jdbc;
    private final CustomerDirectory customers;
    private final SharedAddresses addresses;

    Directory(JdbcClient jdbc, CustomerDirectory customers, SharedAddresses addresses) {
        this.jdbc = jdbc;
        this.addresses = addresses;
        this.customers = customers;
    }

    /**
     * @param plans such as {@code team@2}
     * @param statuses of billing, in our words
     */
    record Line(
            String key,
            @Nullable String name,
            @Nullable String country,
            Collection<String> plans,
            Collection<String> statuses,
            long openBreaks) {}

    /** With a filter a page may be shorter than it could be, also empty: the cursor says that not all were looked at. */
    Page<Line> find(CustomersSought sought, @Nullable String cursor, int limit) {
        Page<CustomerDirectory.Found> found = found(sought, cursor, limit);
        Map<String, Long> breaks = openBreaks(
                found.data().stream().map(one -> one.customer().key().value()).toList());
        return new Page<>(found.data().stream().map(one -> line(one, breaks)).toList(), found.nextCursor());
    }

    /** Of e-mail addresses, and of their domains, keyed hashes are kept (S-11): by a whole one of either its customers are found. */
    private Page<CustomerDirectory.Found> found(CustomersSought sought, @Nullable String cursor, int limit) {
        String text = sought.q() == null ? "" : sought.q().strip();
        if (sought.domain() == null && text.startsWith("@")) {
            Page<CustomerDirectory.Found> there = EmailDomain.of(text)
                    .map(domain -> customers.find(sought.at(domain), cursor, limit))
                    .orElse(NOBODY);
            if (!there.data().isEmpty() || there.nextCursor() != null) {
                return there;
            }
        }
        List<CustomerKey> addressed =
                sought.domain() == null && ADDRESS.matcher(text).matches()
                        ? addresses.customersWith(new EmailAddress(text))
                        : List.of();
        return addressed.isEmpty()
                ? customers.find(sought, cursor, limit)
                : new Page<>(customers.among(addressed, sought), null);
    }

    private static Line line(CustomerDirectory.Found found, Map<String, Long> breaks) {
        String key = found.customer().key().value();
        return new Line(
                key,
                found.customer().name(),
                found.customer().country(),
                found.plans(),
                found.statuses(),
                breaks.getOrDefault(key, 0L));
    }

    private Map<String, Long> openBreaks(List<String> keys) {
        var counts = new HashMap<String, Long>();
        jdbc.sql("""
                        select customer_key, count(*) as open from break
                        where customer_key = any(:keys) and resolved_at is null group by customer_key
                        """).param("keys", keys.toArray(String[]::new)).query(row -> {
            counts.put(row.getString("customer_key"), row.getLong("open"));
        });
        return counts;
    }
}
