package dev.plumbline.sync.reconcile.look;

import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.reconcile.look.Seen.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What we hold of a subject and answer for its customer, as it is kept. */
@Repository
class Standings {
    private final JdbcClient jdbc;

    Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the transaction of the thread. */
    Standing of(Subject subject) {
        return jdbc.sql("""
                        select l.customer_key, e.version, s.snapshot::text as snapshot, coalesce(s.gives_access, false) as gives,
                               jsonb_strip_nulls(jsonb_build_object('snapshot', s.snapshot, 'timeline', e.timeline,
                                  'modelRevision', e.model_revision, 'gives', coalesce(s.gives_access, false),
                                  'fetchedAt', s.fetched_at))::text as json
                        from (values (:provider, :account, :id)) as one (provider, account, provider_customer)
                        left join billing_snapshot s using (provider, account, provider_customer)
                        left join customer_link l using (provider, account, provider_customer)
                        left join entitlement e on e.customer_key = l.customer_key
                        """)
                .param("provider", subject.account().provider().key())
                .param("account", subject.account().name())
                .param("id", subject.id())
                .query((row, n) -> standing(row))
                .single();
    }

    /**
     * What stood before an apply. The answer is read after it, from the history: then the customer is locked, and nobody else
     * can have written in between.
     *
     * @param then what we held of the subject, read under its lock
     * @param now after the apply
     * @param written the version that it wrote; null when it wrote none
     */
    Standing before(Standing then, Standing now, @Nullable Long written) {
        return jdbc.sql("""
                        select :customer as customer_key, h.version, :snapshot as snapshot, :gives as gives,
                               jsonb_strip_nulls(jsonb_build_object('snapshot', :snapshot::jsonb, 'timeline', h.timeline,
                                  'modelRevision', h.model_revision, 'gives', :gives,
                                  'fetchedAt', :then::jsonb -> 'fetchedAt'))::text as json
                        from (select) as one
                        left join entitlement_history h on h.customer_key = :customer and h.version = :version
                        """)
                .param("customer", now.customer(), Types.VARCHAR)
                .param("snapshot", then.snapshot(), Types.VARCHAR)
                .param("gives", then.gives())
                .param("then", then.json())
                .param("version", written == null ? now.version() : Long.valueOf(written - 1), Types.BIGINT)
                .query((row, n) -> standing(row))
                .single();
    }

    private static Standing standing(ResultSet row) throws SQLException {
        long version = row.getLong("version");
        Long known = row.wasNull() ? null : Long.valueOf(version);
        return new Standing(
                row.getString("customer_key"),
                known,
                row.getString("snapshot"),
                row.getBoolean("gives"),
                row.getString("json"));
    }
}
