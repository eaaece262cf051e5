package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.evidence.BreaksController.BreakBody;
import dev.plumbline.entitlement.check.evidence.BreaksController.Subject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Breaks, the newest first. */
@Repository
class Breaks {
    private final JdbcClient jdbc;

    Breaks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<BreakBody> list(
            @Nullable String customer, @Nullable String type, @Nullable String state, long before, int limit) {
        return jdbc.sql("""
                        select id, type, customer_key, provider, account, provider_customer, detail,
                               opened_at, last_seen_at, resolved_at
                        from break
                        where id < :before
                          and (:customer::text is null or customer_key = :customer)
                          and (:type::text is null or type = :type)
                          and (:state::text is null or (resolved_at is null) = (:state = 'open'))
                        order by id desc limit :limit
                        """)
                .param("before", before)
                .param("customer", customer, Types.VARCHAR)
                .param("type", type, Types.VARCHAR)
                .param("state", state, Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> shown(row))
                .list();
    }

    private static BreakBody shown(ResultSet row) throws SQLException {
        OffsetDateTime resolved = row.getObject("resolved_at", OffsetDateTime.class);
        String provider = row.getString("provider");
        return new BreakBody(
                row.getLong("id"),
                row.getString("type"),
                resolved == null ? "open" : "resolved",
                row.getString("customer_key"),
                provider == null
                        ? null
                        : new Subject(provider, row.getString("account"), row.getString("provider_customer")),
                row.getString("detail"),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
                resolved == null ? null : resolved.toInstant());
    }
}
