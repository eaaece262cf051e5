package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.metering.SeenEvents.Replaced;
import dev.plumbline.entitlement.metering.SeenEvents.Seen;
import dev.plumbline.entitlement.metering.UsageBuckets.Bucket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What was counted. Everything here is called inside one transaction, after the events were remembered and before anything else:
 * so nobody holds a row that another waits for in the opposite order.
 */
@Repository
class UsageLog {
    /** Of fewer the round trips of a COPY cost more than it saves. */
    static final int WORTH_COPYING = 50;

    private final JdbcClient jdbc;
    private final DataSource database;
    private final UsageBuckets buckets;

    UsageLog(JdbcClient jdbc, DataSource database, UsageBuckets buckets) {
        this.jdbc = jdbc;
        this.database = database;
        this.buckets = buckets;
    }

    private record Row(Entry entry, Counted counted) {
        static final Comparator<Row> ORDER = Comparator.comparing(
                        (Row row) -> row.entry().customer())
                .thenComparing(row -> row.counted().meter())
                .thenComparing(row -> row.entry().at());
    }

    /** As the index has them: neighbours are written to one page of it. */
    private static List<Row> rows(Collection<Entry> entries, Map<Bucket, UsageBuckets.Sum> sums) {
        var rows = new ArrayList<Row>(entries.size());
        for (Entry entry : entries) {
            for (Counted counted : entry.counted()) {
                rows.add(new Row(entry, counted));
                sums.computeIfAbsent(
                                Bucket.of(entry.customer(), counted.meter(), entry.at()), _ -> new UsageBuckets.Sum())
                        .add(counted.value(), entry.at());
            }
        }
        rows.sort(Row.ORDER);
        return rows;
    }

    /** The rows and the hours they count in. */
    void add(Collection<Entry> entries) {
        var sums = new HashMap<Bucket, UsageBuckets.Sum>();
        List<Row> rows = rows(entries, sums);
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into usage_log (occurred_at, customer_key, meter, value, item, event, source, id)
                        select timestamptz 'epoch' + at * interval '1 microsecond', customer, meter, value, item, event, source, id
                        from unnest(:at::bigint[], :customer::text[], :meter::text[], :value::numeric[], :item::text[],
                                    :event::uuid[], :source::text[], :id::text[])
                            as entry(at, customer, meter, value, item, event, source, id)
                        """)
                .param("at", Columns.micros(rows, row -> row.entry().at()))
                .param("customer", Columns.of(rows, row -> row.entry().customer()))
                .param("meter", Columns.of(rows, row -> row.counted().meter()))
                .param("value", Columns.of(rows, row -> row.counted().value()))
                .param("item", Columns.of(rows, row -> row.counted().item()))
                .param("event", Columns.of(rows, row -> row.entry().key()))
                .param("source", Columns.of(rows, row -> row.entry().event().source()))
                .param("id", Columns.of(rows, row -> row.entry().event().id()))
                .update();
        buckets.add(sums);
    }

    /** The same of many. */
    void copy(Collection<Entry> entries) {
        var sums = new HashMap<Bucket, UsageBuckets.Sum>();
        List<Row> rows = rows(entries, sums);
        if (rows.isEmpty()) {
            return;
        }
        var copied = new CopiedRows(rows.size() * 160);
        for (Row row : rows) {
            copied.row(8)
                    .of(row.entry().at())
                    .of(row.entry().customer().value())
                    .of(row.counted().meter())
                    .of(row.counted().value())
                    .of(row.counted().item())
                    .of(row.entry().key())
                    .of(row.entry().event().source())
                    .of(row.entry().event().id());
        }
        copied.into(database, """
                copy usage_log (occurred_at, customer_key, meter, value, item, event, source, id) from stdin (format binary)
                """);
        buckets.add(sums);
    }

    /** What an event counted for. */
    record Withdrawn(String meter, String value, @Nullable String item) {}

    /** Takes events out of what counts. Their rows stay, and say what stands in their place. What each counted for, by its key. */
    Map<UUID, List<Withdrawn>> withdraw(List<Replaced> replaced) {
        var withdrawn = new HashMap<UUID, List<Withdrawn>>();
        var touched = new ArrayList<Bucket>();
        Map<UUID, Seen> seen = new HashMap<>();
        replaced.forEach(one -> seen.put(one.seen().key(), one.seen()));
        jdbc.sql("""
                        update usage_log set corrected_by = replaced.by
                        from unnest(:events::uuid[], :by::uuid[], :customers::text[], :at::timestamptz[])
                            as replaced (event, by, customer, at)
                        where usage_log.customer_key = replaced.customer and usage_log.occurred_at = replaced.at
                          and usage_log.event = replaced.event
                        returning usage_log.event, meter, value, item
                        """)
                .param("events", Columns.of(replaced, one -> one.seen().key()))
                .param("by", Columns.of(replaced, one -> one.by().key()))
                .param("customers", Columns.of(replaced, one -> one.seen().customer()))
                .param("at", Columns.of(replaced, one -> one.seen().at()))
                .query(row -> {
                    UUID event = row.getObject("event", UUID.class);
                    String meter = row.getString("meter");
                    withdrawn
                            .computeIfAbsent(event, _ -> new ArrayList<>())
                            .add(new Withdrawn(
                                    meter,
                                    row.getBigDecimal("value")
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    row.getString("item")));
                    Seen of = Objects.requireNonNull(seen.get(event), "Only these were asked for");
                    touched.add(Bucket.of(of.customer(), meter, of.at()));
                });
        buckets.countAnew(touched);
        return withdrawn;
    }
}
