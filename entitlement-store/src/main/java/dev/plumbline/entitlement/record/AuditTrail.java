package dev.plumbline.entitlement.record;

import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What people and systems did. Append-only; the relay seals it later. */
@Repository
public class AuditTrail {
    private final JdbcClient jdbc;

    AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Call it inside the transaction of the write itself: one is not there without the other. */
    public void append(AuditEntry entry) {
        jdbc.sql("""
                        insert into audit (actor, action, object_kind, object_ref, customer_key, reason, link, before, after)
                        values (:actor, :action, :kind, :ref, :customer, :reason, :link, :before::jsonb, :after::jsonb)
                        """)
                .param("actor", entry.by().actor())
                .param("action", entry.action())
                .param("kind", entry.objectKind())
                .param("ref", entry.objectRef())
                .param(
                        "customer",
                        entry.customer() == null ? null : entry.customer().value())
                .param("reason", entry.by().reason())
                .param("link", entry.by().link(), Types.VARCHAR)
                .param("before", json(entry.before()))
                .param("after", json(entry.after()))
                .update();
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : StoredJson.MAPPER.writeValueAsString(value);
    }
}
