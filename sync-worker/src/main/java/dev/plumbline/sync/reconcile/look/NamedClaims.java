package dev.plumbline.sync.reconcile.look;

import dev.plumbline.sync.pass.Claim;
import dev.plumbline.sync.pass.Subject;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Claims of a subject by its name, with lease and fence as every claim, but without a mark: what a crash leaves behind is a lease
 * that ends, and the run itself looks again. Who is marked already is the passes' business, who are about to look.
 */
@Repository
class NamedClaims {
    private final JdbcClient jdbc;

    NamedClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty when somebody is at it, or something newer is known than the list showed. */
    Optional<Claim> take(Difference difference, Duration lease) {
        Subject subject = difference.subject();
        return of(subject, """
                        insert into subject as s (provider, account, kind, id, fence, lease_until)
                        values (:provider, :account, :kind, :id, nextval('subject_fence'),
                                clock_timestamp() + :lease * interval '1 ms')
                        on conflict (provider, account, kind, id) do update
                            set fence = excluded.fence, lease_until = excluded.lease_until
                            where (s.lease_until is null or s.lease_until <= clock_timestamp())
                              and s.applied_fence <= :below
                              and (s.dirty_seq is null or s.dirty_cause in ('reconcile', 'settle') or s.state = 'QUARANTINED'
                                   or s.held_at is not null)
                        returning coalesce(dirty_seq, applied_seq, 0) as seen, fence, attempts, faults, closely
                        """)
                .param("lease", lease.toMillis())
                .param("below", difference.fence())
                .query((row, n) -> new Claim(
                        subject,
                        row.getLong("seen"),
                        row.getLong("fence"),
                        Claim.Cause.RECONCILE,
                        row.getInt("attempts"),
                        row.getInt("faults"),
                        row.getBoolean("closely")))
                .optional();
    }

    /** A claim of a run that died, or of this one a moment ago: its lease ends soon, and nothing newer is known. */
    boolean isOnlyLeased(Difference difference) {
        return of(difference.subject(), """
                        select applied_fence <= :below
                               and (dirty_seq is null or dirty_cause in ('reconcile', 'settle') or state = 'QUARANTINED' or held_at is not null)
                        from subject
                        where provider = :provider and account = :account and kind = :kind and id = :id
                        """)
                .param("below", difference.fence())
                .query(Boolean.class)
                .optional()
                .orElse(true);
    }

    /** Nothing was written under it: it is as if it had not been, also for a subject that it made. */
    void giveBack(Claim claim) {
        int made = of(claim.subject(), """
                        delete from subject
                        where provider = :provider and account = :account and kind = :kind and id = :id and fence = :fence
                          and applied_fence = 0 and dirty_seq is null and state = 'LIVE' and absent_since is null
                        """).param("fence", claim.fence()).update();
        if (made == 0) {
            of(claim.subject(), """
                            update subject set lease_until = null
                            where provider = :provider and account = :account and kind = :kind and id = :id and fence = :fence
                            """).param("fence", claim.fence()).update();
        }
    }

    private JdbcClient.StatementSpec of(Subject subject, String sql) {
        return jdbc.sql(sql)
                .param("provider", subject.account().provider().key())
                .param("account", subject.account().name())
                .param("kind", subject.kind())
                .param("id", subject.id());
    }
}
