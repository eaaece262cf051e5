package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.entitlement.customer.CustomerKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Customers that may be the ones who are looked for, in the order of keys. By plan and status it finds some too many (a subscription
 * that has ended, a status that means nothing to us): whoever shows them looks at their facts anyway.
 *
 * <p>What few have is read from its index. What many have is met soon on the way through all of them, and that way is cut into
 * stretches: no call reads the whole table, whatever is looked for.
 */
@Repository
public class CustomerSearch {
    /** More are walked through and not listed. */
    static final int FEW = 2_000;
    /** So many one call looks at before it answers with what it has. */
    static final int LOOKED_AT = 20_000;

    private static final int STRETCH = 2_000;
    private static final int MOST_BY_PROVIDER = 20;

    static final String FEW_BY_PLAN = """
            (select l.customer_key as key
             from billing_pin p join customer_link l using (provider, account, provider_customer)
             where p.plans @> :plan::jsonb limit :most)
            union all
            (select h.customer_key from customer_phase h
             where h.plan = :key and (:version::int is null or h.version = :version) limit :most)
            """;
    static final String FEW_BY_STATUS = """
            select l.customer_key as key
            from billing_snapshot s join customer_link l using (provider, account, provider_customer)
            where s.statuses @> :status::jsonb or s.statuses @> '["UNKNOWN"]' limit :most
            """;

    static final String FEW_BY_DOMAIN = """
            select l.customer_key as key
            from billing_snapshot s join customer_link l using (provider, account, provider_customer)
            where s.email_domain_hash = decode(:domain, 'hex') limit :most
            """;

    private final JdbcClient jdbc;

    CustomerSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param goOn from which key to look on; null when all were looked at. With it there may be fewer than were asked for
     */
    public record Stretch(List<CustomerKey> keys, @Nullable String goOn) {}

    /** @param after the last key that was looked at; empty at the beginning */
    public Stretch next(CustomersWanted wanted, String after, int limit) {
        SearchSql sql = new SearchSql(wanted, wanted.text().isEmpty() ? List.of() : byProviderId(wanted.text()));
        if (!wanted.isByBilling()) {
            return straight(sql, after, limit);
        }
        Optional<List<String>> few = Stream.of(
                        fewByPlan(wanted), fewByStatus(wanted.status()), fewByDomain(wanted.domain()))
                .flatMap(Optional::stream)
                .min((one, other) -> Integer.compare(one.size(), other.size()));
        return few.isPresent() ? straight(sql.among(few.get()), after, limit) : walked(sql, after, limit);
    }

    private Stretch straight(SearchSql sql, String after, int limit) {
        List<String> keys = sql.straight(jdbc, after, limit + 1);
        return keys.size() > limit ? stretch(keys.subList(0, limit), keys.get(limit - 1)) : stretch(keys, null);
    }

    private Stretch walked(SearchSql sql, String after, int limit) {
        var found = new ArrayList<String>();
        String last = after;
        for (int looked = 0; looked < LOOKED_AT; looked += STRETCH) {
            SearchSql.Walked walked = sql.walk(jdbc, last, STRETCH);
            found.addAll(walked.fitting());
            if (found.size() > limit) {
                return stretch(found.subList(0, limit), found.get(limit - 1));
            }
            String end = walked.last();
            if (end == null || walked.looked() < STRETCH) {
                return stretch(found, null);
            }
            last = end;
        }
        return stretch(found, last);
    }

    private static Stretch stretch(List<String> keys, @Nullable String goOn) {
        return new Stretch(keys.stream().map(CustomerKey::new).toList(), goOn);
    }

    private List<String> byProviderId(String id) {
        return keys(jdbc.sql("""
                        select distinct customer_key as key from customer_link
                        where provider_customer = :id order by customer_key limit :most
                        """).param("id", id).param("most", MOST_BY_PROVIDER));
    }

    /** Empty when they are not few, or not looked for. */
    private Optional<List<String>> fewByPlan(CustomersWanted wanted) {
        return wanted.plan() == null ? Optional.empty() : few(SearchSql.plan(jdbc.sql(FEW_BY_PLAN), wanted));
    }

    private Optional<List<String>> fewByStatus(@Nullable BillingStatus status) {
        return status == null ? Optional.empty() : few(SearchSql.status(jdbc.sql(FEW_BY_STATUS), status));
    }

    private Optional<List<String>> fewByDomain(@Nullable String domain) {
        return domain == null ? Optional.empty() : few(jdbc.sql(FEW_BY_DOMAIN).param("domain", domain));
    }

    private static Optional<List<String>> few(JdbcClient.StatementSpec statement) {
        List<String> keys = keys(statement.param("most", FEW + 1));
        return keys.size() > FEW ? Optional.empty() : Optional.of(keys);
    }

    private static List<String> keys(JdbcClient.StatementSpec statement) {
        return statement.query((row, _) -> row.getString("key")).list();
    }

    /** As an array of the database. */
    static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
