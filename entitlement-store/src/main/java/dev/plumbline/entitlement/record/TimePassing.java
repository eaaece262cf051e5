package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.resolve.Timeline;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells, once for each, that an answer turned because time passed (case F-45): an audit row with reason TIME and an
 * {@code entitlement.changed} in the outbox. Nobody waits for it: the timeline was written before, and a read picks the segment
 * of its own instant, so an answer is right on every node whether or not this has run. It is for those who are told of changes
 * instead of asking. Safe on many nodes: what one tells the others skip.
 */
@Component
public class TimePassing {
    private static final Author TIME = new Author(Cause.SYSTEM, "TIME");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AuditTrail audit;

    TimePassing(JdbcClient jdbc, TransactionTemplate transactions, AuditTrail audit) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** @param since null when it was not known when it turns; what is past then stays untold */
    private record Due(
            CustomerKey customer, long version, @Nullable Instant since, Timeline timeline) {}

    /**
     * How many answers it looked at; fewer than {@code atMost} when there are no more.
     *
     * @param now business time
     */
    public int tellTurned(Instant now, int atMost) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            List<Due> due = due(now, atMost);
            due.forEach(one -> tell(one, now));
            return due.size();
        }));
    }

    private List<Due> due(Instant now, int atMost) {
        return jdbc.sql("""
                        select customer_key, version, nullif(turns_at, '-infinity') as turns_at, timeline::text as timeline
                        from entitlement e
                        where turns_at <= :now
                          -- what a newer resolver wrote, its node tells of: it may have words that we do not know
                          and exists (select from customer c where c.key = e.customer_key and c.resolver <= :resolver)
                        order by turns_at limit :atMost for update skip locked
                        """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("resolver", Recording.RESOLVER)
                .param("atMost", atMost)
                .query((row, n) -> {
                    OffsetDateTime since = row.getObject("turns_at", OffsetDateTime.class);
                    return new Due(
                            new CustomerKey(row.getString("customer_key")),
                            row.getLong("version"),
                            since == null ? null : since.toInstant(),
                            StoredJson.timeline(row.getString("timeline")));
                })
                .list();
    }

    private void tell(Due due, Instant now) {
        if (due.since() != null) {
            Turn.between(due.timeline(), due.since(), now).forEach(turn -> tell(due, turn));
        }
        Instant next = Turn.next(due.timeline(), now);
        jdbc.sql("update entitlement set turns_at = :next where customer_key = :customer")
                .param("customer", due.customer().value())
                .param("next", next == null ? null : next.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    private void tell(Due due, Turn turn) {
        audit.append(new AuditEntry(
                new Author(TIME.actor(), turn.inWords()),
                "entitlements.turned",
                "customer",
                due.customer().value(),
                due.customer(),
                null,
                Map.of(
                        "version",
                        due.version(),
                        "at",
                        turn.at(),
                        "reason",
                        TIME.reason(),
                        "features",
                        turn.features())));
        jdbc.sql("""
                        insert into outbox (kind, customer_key, version, payload)
                        values ('entitlement.changed', :customer, :version,
                                jsonb_build_object('customer', :customer, 'version', :version, 'reason', 'TIME',
                                                   'at', :at))
                        """)
                .param("customer", due.customer().value())
                .param("version", due.version())
                .param("at", turn.at().toString())
                .update();
    }
}
