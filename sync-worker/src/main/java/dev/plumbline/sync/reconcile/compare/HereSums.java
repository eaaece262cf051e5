package dev.plumbline.sync.reconcile.compare;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.sync.pass.ListedContent;
import dev.plumbline.sync.pass.ListedSum;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What a list would show of snapshots that do not say so themselves: of before there were lists, by an older node, or by another
 * function. Worked out once and kept.
 */
@Repository
public class HereSums {
    private static final int AT_ONCE = 500;

    private static final String MISSING = """
             where provider = :provider and account = :account
               and (listed_of is distinct from fetched_at or listed_by is distinct from :by)
            """;

    private final JdbcClient jdbc;

    HereSums(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record One(String customer, String fetchedAt, ListedSum sum) {}

    /** One reading in the order of the table: in that of the key it takes several times as long to find that there are none. */
    public boolean isMissingSome(BillingAccount account) {
        return of(account, "select exists (select from billing_snapshot " + MISSING + ")")
                .query(Boolean.class)
                .single();
    }

    /**
     * Some of them, in the order of their key.
     *
     * @param after the last that was done
     * @return the last of these; null when there are no more
     */
    @org.jspecify.annotations.Nullable
    public String some(BillingAccount account, String after) {
        List<One> missing = new ArrayList<>();
        of(account, """
                        select provider_customer, fetched_at::text as fetched, snapshot::text as snapshot
                        from billing_snapshot
                        """ + MISSING + " and provider_customer > :after order by provider_customer limit :atOnce")
                .param("after", after)
                .param("atOnce", AT_ONCE)
                .query(row -> {
                    BillingSnapshot snapshot = StoredJson.snapshot(row.getString("snapshot"));
                    missing.add(new One(
                            row.getString("provider_customer"), row.getString("fetched"), ListedSum.of(snapshot)));
                });
        if (missing.isEmpty()) {
            return null;
        }
        write(account, missing);
        return missing.getLast().customer();
    }

    /** An apply that came meanwhile wrote its own: that one stands. Arrays of arrays have one length, so each is told as text. */
    private void write(BillingAccount account, List<One> sums) {
        of(account, """
                        update billing_snapshot s
                        set listed_ids = one.ids::text[], listed_digests = one.digests::bigint[], listed_digest = one.digest,
                            listed_count = one.count, gives_access = one.gives, listed_by = :by, listed_of = s.fetched_at
                        from unnest(:customers::text[], :fetched::timestamptz[], :ids::text[], :digests::text[], :digest::bigint[],
                                    :counts::int[], :gives::boolean[])
                            as one (customer, fetched, ids, digests, digest, count, gives)
                        where s.provider = :provider and s.account = :account and s.provider_customer = one.customer
                          and s.fetched_at = one.fetched
                        """)
                .param("customers", sums.stream().map(One::customer).toArray(String[]::new))
                .param("fetched", sums.stream().map(One::fetchedAt).toArray(String[]::new))
                .param("ids", sums.stream().map(one -> quoted(one.sum().ids())).toArray(String[]::new))
                .param(
                        "digests",
                        sums.stream().map(one -> plain(one.sum().digests())).toArray(String[]::new))
                .param("digest", sums.stream().map(one -> one.sum().digest()).toArray(Long[]::new))
                .param(
                        "counts",
                        sums.stream()
                                .map(one -> one.sum().subscriptions().size())
                                .toArray(Integer[]::new))
                .param(
                        "gives",
                        sums.stream().map(one -> one.sum().givesAccess()).toArray(Boolean[]::new))
                .update();
    }

    private static String quoted(String[] values) {
        var text = new StringBuilder("{");
        for (String value : values) {
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append('}').toString();
    }

    private static String plain(Long[] values) {
        var text = new StringBuilder("{");
        for (Long value : values) {
            text.append(text.length() > 1 ? "," : "").append(value);
        }
        return text.append('}').toString();
    }

    private JdbcClient.StatementSpec of(BillingAccount account, String sql) {
        return jdbc.sql(sql)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("by", ListedContent.VERSION);
    }
}
