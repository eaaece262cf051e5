package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The log in hours. A bucket's row is the lock under which it and its part of the log are brought to the same. */
@Repository
class UsageBuckets {
    private final JdbcClient jdbc;

    UsageBuckets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One hour of one meter of one customer. */
    record Bucket(CustomerKey customer, String meter, Instant hour) {
        static final Comparator<Bucket> ORDER = Comparator.comparing(Bucket::customer)
                .thenComparing(Bucket::meter)
                .thenComparing(Bucket::hour);

        static Bucket of(CustomerKey customer, String meter, Instant at) {
            return new Bucket(customer, meter, at.truncatedTo(ChronoUnit.HOURS));
        }
    }

    /** What a batch adds to a bucket. Of two values of one instant the greater is the last: so their order does not matter. */
    static final class Sum {
        private BigDecimal total = BigDecimal.ZERO;
        private BigDecimal most = BigDecimal.ZERO;
        private BigDecimal last = BigDecimal.ZERO;
        private Instant lastAt = Instant.MIN;

        void add(BigDecimal value, Instant at) {
            total = total.add(value);
            most = most.max(value);
            int later = at.compareTo(lastAt);
            if (later > 0 || (later == 0 && value.compareTo(last) > 0)) {
                last = value;
                lastAt = at;
            }
        }
    }

    /** In one order, whoever adds: batches wait for each other and never in a circle. */
    void add(Map<Bucket, Sum> sums) {
        List<Map.Entry<Bucket, Sum>> sorted = sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Bucket.ORDER))
                .toList();
        jdbc.sql("""
                        insert into usage_bucket as kept (customer_key, meter, hour, total, most, last_at, last_value)
                        select customer, meter, timestamptz 'epoch' + hour * interval '1 microsecond', total, most,
                               timestamptz 'epoch' + last_at * interval '1 microsecond', last_value
                        from unnest(:customer::text[], :meter::text[], :hour::bigint[], :total::numeric[], :most::numeric[],
                                    :lastAt::bigint[], :last::numeric[])
                            as added(customer, meter, hour, total, most, last_at, last_value)
                        on conflict (customer_key, meter, hour) do update
                            set total = kept.total + excluded.total,
                                most = greatest(kept.most, excluded.most),
                                last_at = greatest(kept.last_at, excluded.last_at),
                                last_value = case when kept.last_at is null
                                                    or (excluded.last_at, excluded.last_value) > (kept.last_at, kept.last_value)
                                                  then excluded.last_value else kept.last_value end,
                                untold = true
                        """)
                .param("customer", Columns.of(sorted, row -> row.getKey().customer()))
                .param("meter", Columns.of(sorted, row -> row.getKey().meter()))
                .param("hour", Columns.micros(sorted, row -> row.getKey().hour()))
                .param("total", Columns.of(sorted, row -> row.getValue().total))
                .param("most", Columns.of(sorted, row -> row.getValue().most))
                .param("lastAt", Columns.micros(sorted, row -> row.getValue().lastAt))
                .param("last", Columns.of(sorted, row -> row.getValue().last))
                .update();
    }

    /**
     * From what counts in the log. The rows are locked first and the log is read by a later statement: whoever added to the log
     * and not yet here waits, and adds to what we find; whoever did both is seen by us.
     */
    void countAnew(Collection<Bucket> touched) {
        List<Bucket> sorted = touched.stream().distinct().sorted(Bucket.ORDER).toList();
        if (sorted.isEmpty()) {
            return;
        }
        of(sorted, """
                        select 1 from usage_bucket kept
                        join unnest(:customer::text[], :meter::text[], :hour::timestamptz[]) as touched (customer, meter, hour)
                            on kept.customer_key = touched.customer and kept.meter = touched.meter
                           and kept.hour = touched.hour
                        order by kept.customer_key, kept.meter, kept.hour for update of kept
                        """).query(row -> {});
        of(sorted, """
                        update usage_bucket kept set (total, most, last_at, last_value) = (
                            select coalesce(sum(value), 0), max(value), max(occurred_at),
                                   (array_agg(value order by occurred_at desc, value desc))[1]
                            from usage_log
                            where customer_key = kept.customer_key and meter = kept.meter and corrected_by is null
                              and occurred_at >= kept.hour and occurred_at < kept.hour + interval '1 hour')
                        from unnest(:customer::text[], :meter::text[], :hour::timestamptz[]) as touched (customer, meter, hour)
                        where kept.customer_key = touched.customer and kept.meter = touched.meter
                          and kept.hour = touched.hour
                        """).update();
    }

    private JdbcClient.StatementSpec of(List<Bucket> buckets, String sql) {
        return jdbc.sql(sql)
                .param("customer", Columns.of(buckets, Bucket::customer))
                .param("meter", Columns.of(buckets, Bucket::meter))
                .param("hour", Columns.of(buckets, Bucket::hour));
    }
}
