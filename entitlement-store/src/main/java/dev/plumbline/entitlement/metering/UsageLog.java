package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.metering.UsageBuckets.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which events were seen, and what was counted. Everything here is called inside one transaction, in the order of this file: so
 * nobody holds a row that another waits for in the opposite order.
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

    /**
     * Remembers and counts events that nobody saw before, as one who looked a moment ago believes.
     *
     * @throws DuplicateKeyException when one of them was seen meanwhile; nothing of it may be committed
     */
    void copy(Collection<Entry> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        var seen = new CopiedRows(fresh.size() * 96);
        fresh.stream().sorted(Comparator.comparing(Entry::key)).forEach(entry -> seen.row(4)
                .of(entry.key())
                .of(entry.content())
                .of(entry.at())
                .of(entry.customer().value()));
        seen.into(database, "copy usage_seen (event, content, occurred_at, customer_key) from stdin (format binary)");
        var sums = new HashMap<Bucket, UsageBuckets.Sum>();
        List<Row> rows = rows(fresh, sums);
        var counted = new CopiedRows(rows.size() * 160);
        rows.forEach(row -> counted.row(8)
                .of(row.entry().at())
                .of(row.entry().customer().value())
                .of(row.counted().meter())
                .of(row.counted().value())
                .of(row.counted().item())
                .of(row.entry().key())
                .of(row.entry().event().source())
                .of(row.entry().event().id()));
        counted.into(database, """
                copy usage_log (occurred_at, customer_key, meter, value, item, event, source, id) from stdin (format binary)
                """);
        buckets.add(sums);
    }

    /** Remembers events and says which of them were new. In the order of their keys, whoever remembers them. */
    Set<UUID> remember(Collection<Entry> entries) {
        List<Entry> sorted =
                entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
        return new HashSet<>(jdbc.sql("""
                        insert into usage_seen (event, content, occurred_at, customer_key)
                        select event, content, timestamptz 'epoch' + at * interval '1 microsecond', customer
                        from unnest(:event::uuid[], :content::uuid[], :at::bigint[], :customer::text[])
                            as entry(event, content, at, customer)
                        on conflict (event) do nothing
                        returning event
                        """)
                .param("event", Columns.of(sorted, Entry::key))
                .param("content", Columns.of(sorted, Entry::content))
                .param("at", Columns.micros(sorted, Entry::at))
                .param("customer", Columns.of(sorted, Entry::customer))
                .query((row, n) -> row.getObject(1, UUID.class))
                .list());
    }

    /** What those said that were seen before. */
    Map<UUID, UUID> contents(Collection<UUID> keys) {
        var contents = new HashMap<UUID, UUID>();
        jdbc.sql("select event, content from usage_seen where event = any(:events::uuid[])")
                .param("events", Columns.of(List.copyOf(keys), key -> key))
                .query(row -> {
                    contents.put(row.getObject("event", UUID.class), row.getObject("content", UUID.class));
                });
        return contents;
    }

    /** As if they had never come: they can be sent again. */
    void forget(Collection<UUID> keys) {
        if (!keys.isEmpty()) {
            jdbc.sql("delete from usage_seen where event = any(:events::uuid[])")
                    .param("events", Columns.of(List.copyOf(keys), key -> key))
                    .update();
        }
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

    /**
     * An event that was seen.
     *
     * @param correctedBy the one that stands in its place; null while it counts itself
     */
    record Seen(
            UUID key,
            Instant at,
            CustomerKey customer,
            @Nullable UUID correctedBy) {}

    /** Locked, in the order of their keys, until the transaction ends: of two that correct one, one does. */
    Map<UUID, Seen> lock(Collection<UUID> keys) {
        var seen = new HashMap<UUID, Seen>();
        jdbc.sql("""
                        select event, occurred_at, customer_key, corrected_by from usage_seen
                        where event = any(:events::uuid[]) order by event for update
                        """)
                .param("events", Columns.of(List.copyOf(keys), key -> key))
                .query(row -> {
                    UUID event = row.getObject("event", UUID.class);
                    seen.put(
                            event,
                            new Seen(
                                    event,
                                    Columns.instant(row, "occurred_at"),
                                    new CustomerKey(row.getString("customer_key")),
                                    row.getObject("corrected_by", UUID.class)));
                });
        return seen;
    }

    /** What an event counted for. */
    record Withdrawn(String meter, String value, @Nullable String item) {}

    /** An event that was seen, and what stands in its place. */
    record Replaced(Seen seen, Entry by) {}

    /** Takes events out of what counts. Their rows stay, and say what stands in their place. What each counted for, by its key. */
    Map<UUID, List<Withdrawn>> withdraw(List<Replaced> replaced) {
        of(replaced, """
                        update usage_seen set corrected_by = replaced.by
                        from unnest(:events::uuid[], :by::uuid[]) as replaced (event, by) where usage_seen.event = replaced.event
                        """).update();
        of(replaced, """
                        update usage_seen set occurred_at = replaced.at
                        from unnest(:by::uuid[], :byAt::timestamptz[]) as replaced (by, at) where usage_seen.event = replaced.by
                        """)
                .param("byAt", Columns.of(replaced, one -> one.by().at()))
                .update();
        var withdrawn = new HashMap<UUID, List<Withdrawn>>();
        var touched = new ArrayList<Bucket>();
        Map<UUID, Seen> seen = new HashMap<>();
        replaced.forEach(one -> seen.put(one.seen().key(), one.seen()));
        of(replaced, """
                        update usage_log set corrected_by = replaced.by
                        from unnest(:events::uuid[], :by::uuid[], :customers::text[], :at::timestamptz[])
                            as replaced (event, by, customer, at)
                        where usage_log.customer_key = replaced.customer and usage_log.occurred_at = replaced.at
                          and usage_log.event = replaced.event
                        returning usage_log.event, meter, value, item
                        """)
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

    private JdbcClient.StatementSpec of(List<Replaced> replaced, String sql) {
        return jdbc.sql(sql)
                .param("events", Columns.of(replaced, one -> one.seen().key()))
                .param("by", Columns.of(replaced, one -> one.by().key()));
    }
}
