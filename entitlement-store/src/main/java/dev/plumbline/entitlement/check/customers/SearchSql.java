package dev.plumbline.entitlement.check.customers;

import dev.plumbline.entitlement.customer.BillingStatus;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The statements of one search: only the conditions that are asked for stand in them, so that each finds its index.
 *
 * @param theirs keys of those who have the text as their id at a billing system
 * @param few all there are of something that is looked for; null when they are too many
 */
record SearchSql(
        CustomersWanted wanted,
        List<String> theirs,
        @Nullable List<String> few) {
    private static final String BY_TEXT = """
             and (c.key like :beginning or lower(c.name) like lower(:name) or lower(c.billing_name) like lower(:name)
                  or c.key = any(:theirs))
            """;
    /** One question with both in it: as two, the planner may answer either from all rows at once. */
    private static final String BY_PLAN = """
             and exists (select from customer_link l join billing_pin p using (provider, account, provider_customer)
                         where l.customer_key = c.key and p.plans @> :plan::jsonb
                         union all
                         select from customer_phase h
                         where h.customer_key = c.key and h.plan = :key and (:version::int is null or h.version = :version))
            """;
    /** An unknown status is replaced by the one before it: who has one may fit. */
    private static final String BY_STATUS = """
             and exists (select from customer_link l join billing_snapshot s using (provider, account, provider_customer)
                         where l.customer_key = c.key and (s.statuses @> :status::jsonb or s.statuses @> '["UNKNOWN"]'))
            """;

    private static final String BY_DOMAIN = """
             and exists (select from customer_link l join billing_snapshot s using (provider, account, provider_customer)
                         where l.customer_key = c.key and s.email_domain_hash = decode(:domain, 'hex'))
            """;

    SearchSql(CustomersWanted wanted, List<String> theirs) {
        this(wanted, theirs, null);
    }

    SearchSql among(List<String> keys) {
        return new SearchSql(wanted, theirs, keys);
    }

    /**
     * @param last that was looked at; null for nobody
     */
    record Walked(List<String> fitting, @Nullable String last, int looked) {}

    List<String> straight(JdbcClient jdbc, String after, int limit) {
        return bound(jdbc.sql(straight()))
                .param("after", after)
                .param("limit", limit)
                .query((row, _) -> row.getString("key"))
                .list();
    }

    String straight() {
        return "select c.key from customer c where c.key > :after" + ofCustomer() + ofBilling()
                + (few == null ? "" : " and c.key = any(:few)") + " order by c.key limit :limit";
    }

    Walked walk(JdbcClient jdbc, String after, int stretch) {
        List<Row> rows = bound(jdbc.sql(walk()))
                .param("after", after)
                .param("stretch", stretch)
                .query((row, _) -> new Row(row.getString("key"), row.getInt("looked")))
                .list();
        List<String> fitting =
                rows.stream().filter(row -> row.looked() == 0).map(Row::key).toList();
        return rows.stream()
                .filter(row -> row.looked() > 0)
                .findFirst()
                .map(end -> new Walked(fitting, end.key(), end.looked()))
                .orElseGet(() -> new Walked(fitting, null, 0));
    }

    String walk() {
        return "with c as materialized (select c.key from customer c where c.key > :after" + ofCustomer()
                + " order by c.key limit :stretch) select c.key, 0 as looked from c where true" + ofBilling()
                + " union all select max(c.key), count(*) from c having count(*) > 0 order by key";
    }

    /** @param looked how many the stretch had; 0 for one of them that fits */
    private record Row(String key, int looked) {}

    private String ofCustomer() {
        return (wanted.text().isEmpty() ? "" : BY_TEXT)
                + (wanted.countries().isEmpty() ? "" : " and coalesce(c.country, c.billing_country) = any(:countries)");
    }

    private String ofBilling() {
        return (wanted.plan() == null ? "" : BY_PLAN)
                + (wanted.status() == null ? "" : BY_STATUS)
                + (wanted.domain() == null ? "" : BY_DOMAIN);
    }

    JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement) {
        JdbcClient.StatementSpec filled = statement;
        if (!wanted.text().isEmpty()) {
            String literal = wanted.text().replaceAll("([%_\\\\])", "\\\\$1");
            filled = filled.param("beginning", literal + "%")
                    .param("name", (wanted.isPartOfName() ? "%" : "") + literal + "%")
                    .param("theirs", CustomerSearch.array(theirs));
        }
        if (!wanted.countries().isEmpty()) {
            filled = filled.param("countries", CustomerSearch.array(wanted.countries()));
        }
        if (wanted.plan() != null) {
            filled = plan(filled, wanted);
        }
        if (few != null) {
            filled = filled.param("few", CustomerSearch.array(few));
        }
        if (wanted.domain() != null) {
            filled = filled.param("domain", wanted.domain());
        }
        return wanted.status() == null ? filled : status(filled, wanted.status());
    }

    static JdbcClient.StatementSpec plan(JdbcClient.StatementSpec statement, CustomersWanted wanted) {
        String version = wanted.version() == null ? "" : ",\"version\":" + wanted.version();
        return statement
                .param("plan", "[{\"key\":\"" + wanted.plan() + "\"" + version + "}]")
                .param("key", wanted.plan())
                .param("version", wanted.version(), Types.INTEGER);
    }

    static JdbcClient.StatementSpec status(JdbcClient.StatementSpec statement, BillingStatus status) {
        return statement.param("status", "[\"" + status.name() + "\"]");
    }
}
