package dev.plumbline.entitlement.check.changes;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the relay placed. Positions have no gaps and come in commit order: whoever reads on from one misses nothing. */
@Repository
public class ChangeLog {
    private final JdbcClient jdbc;

    ChangeLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which positions there are; both 0 before the first.
     *
     * @param oldest that is still kept
     */
    record Extent(long oldest, long newest) {
        boolean holdsWhatFollows(long position) {
            return position >= oldest - 1 && position <= newest;
        }
    }

    Extent extent() {
        return jdbc.sql("""
                        select coalesce((select position from outbox where position is not null order by position limit 1), 1) as oldest,
                               coalesce((select position from outbox where position is not null order by position desc limit 1), 0)
                                   as newest
                        """)
                .query((row, n) -> new Extent(row.getLong("oldest"), row.getLong("newest")))
                .single();
    }

    /** In order, up to a position; of one customer when one is named. */
    List<Told> after(long position, long upTo, @Nullable String customer, int limit) {
        return jdbc.sql("""
                        select position, kind, customer_key, payload::text as data from outbox
                        where position > :after and position <= :upTo
                          and (:customer::text is null or customer_key = :customer)
                        order by position limit :limit
                        """)
                .param("after", position)
                .param("upTo", upTo)
                .param("customer", customer, Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> new Told(
                        row.getLong("position"),
                        row.getString("kind"),
                        row.getString("customer_key"),
                        row.getString("data")))
                .list();
    }

    /** Forgets what is older; the newest stays, or positions would begin anew. How many. */
    public int forget(Instant before, int atMost) {
        return jdbc.sql("""
                        delete from outbox where id = any(array(
                            select id from outbox
                            where position < (select max(position) from outbox) and created_at < :before
                            order by position limit :atMost))
                        """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("atMost", atMost)
                .update();
    }

    /** How long a listener may be away. */
    public static final Duration KEPT = Duration.ofDays(7);
}
