package dev.plumbline.sync.reconcile.report;

import dev.plumbline.sync.reconcile.ReconciliationRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Counts what was listed and what was held, bucket by bucket. */
@Repository
class Counting {
    /** A subscription that moved while the list was read can be on two pages: what was read last counts. */
    private static final String LISTED = """
            with listed as (
                select r.provider_customer, r.subscription,
                       case when not r.live then 'none' when r.amount is null then 'unknown' else r.currency end as currency,
                       case when r.live then round(r.amount) end as amount,
                       row_number() over (partition by r.provider_customer, r.subscription
                                          order by r.fence desc, r.slice desc, r.ctid desc) as nth
                from reconciliation_row r where r.run = :run
            )
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    Counting(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What the account bills a month, as far as it was listed. */
    List<Sum> listedMoney(long run) {
        return jdbc.sql(LISTED + """
                        select currency, count(*) as count, sum(amount)::bigint as amount from listed
                        group by currency order by currency
                        """)
                .param("run", run)
                .query((row, n) -> new Sum(
                        row.getString("currency"), row.getLong("count"), row.getObject("amount", Long.class)))
                .list();
    }

    ControlTotals totals(ReconciliationRun run) {
        var lines = new ArrayList<ControlTotals.Line>();
        jdbc.sql(LISTED + """
                        select case when nth > 1 then 'ignored' when b.bucket is null then 'matched' else b.bucket end as bucket,
                               case when nth = 1 then d.outcome end as outcome,
                               currency, count(*) as count, sum(amount)::bigint as amount
                        from listed l
                        left join reconciliation_difference d
                            on d.run = :run and d.provider_customer = l.provider_customer
                           and l.subscription = any(d.subscriptions)
                        left join reconciliation_bucket b on b.run = :run and b.provider_customer = d.provider_customer
                        group by 1, 2, 3 order by 1, 2 nulls first, 3
                        """)
                .param("run", run.id())
                .query(row -> {
                    lines.add(new ControlTotals.Line(
                            ControlTotals.PROVIDER,
                            row.getString("bucket"),
                            row.getString("outcome"),
                            new Sum(
                                    row.getString("currency"),
                                    row.getLong("count"),
                                    row.getObject("amount", Long.class))));
                });
        lines.addAll(ours(run.id(), lines));
        return new ControlTotals(lines, number(run.id(), "listed"), number(run.id(), "held_here"), listedMoney(run.id()));
    }

    private long number(long run, String column) {
        return jdbc.sql("select listed, held_here from reconciliation where id = :run")
                .param("run", run)
                .query((row, n) -> row.getLong(column))
                .single();
    }

    /** What matched is the same on both sides, in content and so in money; what differs was held as the looks found it. */
    private List<ControlTotals.Line> ours(long run, List<ControlTotals.Line> provider) {
        var ours = new ArrayList<ControlTotals.Line>();
        provider.stream()
                .filter(line -> line.bucket().equals(Buckets.MATCHED))
                .forEach(line -> ours.add(
                        new ControlTotals.Line(ControlTotals.OURS, Buckets.MATCHED, line.outcome(), line.sum())));
        jdbc.sql("""
                        select b.bucket, d.outcome, d.held, cardinality(d.subscriptions) as differing, b.held::text as sums
                        from reconciliation_bucket b
                        join reconciliation_difference d using (run, provider_customer)
                        where b.run = :run
                        order by b.bucket, d.outcome nulls first
                        """).param("run", run).query(row -> {
            String outcome = row.getString("outcome");
            String bucket = row.getString("bucket");
            for (Sum sum : held(row.getString("sums"), row.getLong("held"))) {
                add(ours, new ControlTotals.Line(ControlTotals.OURS, bucket, outcome, sum));
            }
        });
        return ours;
    }

    /** As many as were held when both sides were compared: what a look found of it may be older or newer. */
    private List<Sum> held(String stored, long held) {
        List<Sum> sums = List.of(json.readValue(stored, Sum[].class));
        long seen = sums.stream().mapToLong(Sum::count).sum();
        return seen == held ? sums : held == 0 ? List.of() : List.of(new Sum(Sum.UNKNOWN, held, null));
    }

    private static void add(List<ControlTotals.Line> lines, ControlTotals.Line line) {
        for (int i = 0; i < lines.size(); i++) {
            ControlTotals.Line one = lines.get(i);
            if (one.side().equals(line.side())
                    && one.bucket().equals(line.bucket())
                    && same(one.outcome(), line.outcome())
                    && one.sum().currency().equals(line.sum().currency())) {
                lines.set(
                        i,
                        new ControlTotals.Line(
                                one.side(), one.bucket(), one.outcome(), one.sum().plus(line.sum())));
                return;
            }
        }
        lines.add(line);
    }

    private static boolean same(@Nullable String a, @Nullable String b) {
        return java.util.Objects.equals(a, b);
    }
}
