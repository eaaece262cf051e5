package dev.plumbline.entitlement.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives what was committed its place in one order and tells every node, once a batch. Apart from apply, because a NOTIFY
 * inside it would serialise all writers; by a flag, not by an id watermark, because ids are drawn before commit and
 * a watermark skips rows.
 */
@Component
public class Relay {
    /** The channel on which a batch is announced: lines of {@code version:customer}, or {@link #EVERYTHING}. */
    public static final String CHANNEL = "plumbline_changes";

    /** Announced when the changes do not fit one notice: whatever a node holds may be old. */
    public static final String EVERYTHING = "*";

    private static final int BATCH = 500;
    /** PostgreSQL refuses payloads of 8,000 bytes and more. */
    private static final int PAYLOAD_LIMIT = 7_900;

    private static final long LEADER_LOCK = 7_346_201_885L;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Relay(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Relays one batch; how many rows it had. 0 also when another node is at it. */
    public int relay() {
        return Objects.requireNonNull(transactions.execute(_ -> {
            boolean leader = jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                    .param("lock", LEADER_LOCK)
                    .query(Boolean.class)
                    .single();
            return leader ? announceChanges() : 0;
        }));
    }

    private int announceChanges() {
        List<Optional<String>> changes = jdbc.sql("""
                        with placed as (
                            update outbox set position = next.position
                            from (select id, (select coalesce(max(position), 0) from outbox)
                                             + row_number() over (order by id) as position
                                  from (select id from outbox where position is null order by id limit :batch) unsent) next
                            where outbox.id = next.id
                            returning outbox.customer_key, outbox.version)
                        select max(version) || ':' || customer_key as change from placed group by customer_key
                        """)
                .param("batch", BATCH)
                .query((row, n) -> Optional.ofNullable(row.getString("change")))
                .list();
        if (!changes.isEmpty()) {
            // What concerns no customer is not in it, but whoever listens to everything looks when he hears anything.
            String all = changes.stream().flatMap(Optional::stream).collect(Collectors.joining("\n"));
            jdbc.sql("select pg_notify(:channel, :payload)")
                    .param("channel", CHANNEL)
                    .param("payload", fits(all) ? all : EVERYTHING)
                    .query(row -> {});
        }
        return changes.size();
    }

    private static boolean fits(String payload) {
        return payload.getBytes(StandardCharsets.UTF_8).length < PAYLOAD_LIMIT;
    }
}
