package dev.plumbline.entitlement.metering;

import dev.plumbline.entitlement.customer.CustomerKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which events were ever taken, and what stands in the place of which. Each is locked in the order of its key, whoever does it. */
@Repository
class SeenEvents {
    private final JdbcClient jdbc;
    private final DataSource database;

    SeenEvents(JdbcClient jdbc, DataSource database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** Remembers events and says which of them were new. */
    Set<UUID> remember(Collection<Entry> entries) {
        List<Entry> sorted = inOrder(entries);
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

    /**
     * The same for many, of whom somebody who looked a moment ago believes that all of them are new.
     *
     * @throws DuplicateKeyException when one is not: nothing of the transaction may be kept then
     */
    void copy(Collection<Entry> fresh) {
        var rows = new CopiedRows(fresh.size() * 96);
        for (Entry entry : inOrder(fresh)) {
            rows.row(4)
                    .of(entry.key())
                    .of(entry.content())
                    .of(entry.at())
                    .of(entry.customer().value());
        }
        rows.into(database, "copy usage_seen (event, content, occurred_at, customer_key) from stdin (format binary)");
    }

    private static List<Entry> inOrder(Collection<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Entry::key)).toList();
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

    /** Locked until the transaction ends: of two that correct one, one does. */
    Map<UUID, Seen> lock(Collection<UUID> keys) {
        var seen = new HashMap<UUID, Seen>();
        jdbc.sql("""
                        select event, occurred_at, customer_key, corrected_by from usage_seen
                        where event = any(:events::uuid[]) order by event for update
                        """).param("events", Columns.of(List.copyOf(keys), key -> key)).query(row -> {
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

    /** An event that was seen, and what stands in its place. */
    record Replaced(Seen seen, Entry by) {}

    /** Says of each what stands in its place, and of that when it happened. */
    void replace(List<Replaced> replaced) {
        jdbc.sql("""
                        update usage_seen set corrected_by = replaced.by
                        from unnest(:events::uuid[], :by::uuid[]) as replaced (event, by) where usage_seen.event = replaced.event
                        """)
                .param("events", Columns.of(replaced, one -> one.seen().key()))
                .param("by", Columns.of(replaced, one -> one.by().key()))
                .update();
        jdbc.sql("""
                        update usage_seen set occurred_at = replaced.at
                        from unnest(:by::uuid[], :at::timestamptz[]) as replaced (by, at) where usage_seen.event = replaced.by
                        """)
                .param("by", Columns.of(replaced, one -> one.by().key()))
                .param("at", Columns.of(replaced, one -> one.by().at()))
                .update();
    }
}
