package dev.plumbline.entitlement.seal;

import dev.plumbline.entitlement.seal.Flaw.Kind;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows beside the chain: slipped in without being queued, or removed before they were sealed. One statement, one moment. */
final class Unsealed {
    private final JdbcClient jdbc;

    Unsealed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Nullable
    Flaw flaw() {
        return jdbc.sql("""
                        (select a.id, true as there from audit a
                         where not exists (select from audit_seal s where s.audit_id = a.id)
                           and not exists (select from audit_to_seal q where q.audit_id = a.id)
                         order by a.id limit 1)
                        union all
                        (select -q.audit_id, false from audit_to_seal q where q.audit_id < 0 order by q.audit_id desc limit 1)
                        order by id limit 1
                        """)
                .query((row, n) -> row.getBoolean("there")
                        ? new Flaw(
                                Kind.ROW_NEVER_SEALED, row.getLong("id"), 0, "it is in the audit and not in the chain")
                        : new Flaw(Kind.ROW_DELETED, row.getLong("id"), 0, "it was removed before it was sealed"))
                .optional()
                .orElse(null);
    }
}
