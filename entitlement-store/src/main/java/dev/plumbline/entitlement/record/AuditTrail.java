package dev.plumbline.entitlement.record;

import java.sql.Types;
import java.util.List;
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

    /** The same of any number of them, in their order, by one statement. */
    public void append(List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        insert into audit (actor, action, object_kind, object_ref, customer_key, reason, link, before, after)
                        select actor, action, kind, ref, customer, reason, link, before::jsonb, after::jsonb
                        from unnest(:actors::text[], :actions::text[], :kinds::text[], :refs::text[], :customers::text[],
                                    :reasons::text[], :links::text[], :before::text[], :after::text[]) with ordinality
                            as entry (actor, action, kind, ref, customer, reason, link, before, after, n)
                        order by n
                        """)
                .param("actors", column(entries, entry -> entry.by().actor()))
                .param("actions", column(entries, AuditEntry::action))
                .param("kinds", column(entries, AuditEntry::objectKind))
                .param("refs", column(entries, AuditEntry::objectRef))
                .param(
                        "customers",
                        column(
                                entries,
                                entry -> entry.customer() == null
                                        ? null
                                        : entry.customer().value()))
                .param("reasons", column(entries, entry -> entry.by().reason()))
                .param("links", column(entries, entry -> entry.by().link()))
                .param("before", column(entries, entry -> json(entry.before())))
                .param("after", column(entries, entry -> json(entry.after())))
                .update();
    }

    private interface Column {
        @Nullable
        String of(AuditEntry entry);
    }

    private static @Nullable String[] column(List<AuditEntry> entries, Column column) {
        return entries.stream().map(column::of).toArray(String[]::new);
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : StoredJson.MAPPER.writeValueAsString(value);
    }
}
