package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Approved;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import dev.plumbline.sync.pass.WorkSignal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Accounts that are held, and what a person made of it. */
@Repository
public class Holds {
    private static final int AT_ONCE = 500;

    private static final String SELECT = """
            select h.id, h.provider, h.account, h.opened_at, h.detail, h.bound, h.entitled, h.released_at, h.released_by,
                   h.release_reason,
                   (select count(*) from subject s where s.hold = h.id and s.held_at is not null) as kept_back,
                   coalesce(h.approval,
                            (select a.id from approval a
                             where h.released_at is null and a.kind = 'hold-release' and a.subject = 'hold ' || h.id
                               and a.state = 'pending' and a.expires_at > clock_timestamp()
                             order by a.asked_at desc, a.id desc limit 1)) as approval
            from billing_hold h
            """;

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final WorkSignal signal;

    Holds(JdbcClient jdbc, AuditTrail audit, WorkSignal signal) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.signal = signal;
    }

    /**
     * @param bound how many may lose access for not being found within an hour
     *
     * @param entitled how many had access when it was opened
     *
     * @param keptBack how many customers keep for now what they would lose
     *
     * @param approval what it was released by; of one that is open what waits for a second person, null when nobody asked
     */
    public record Hold(
            long id,
            String provider,
            String account,
            String state,
            Instant openedAt,
            String detail,
            int bound,
            long entitled,
            long keptBack,
            @Nullable Instant releasedAt,
            @Nullable String releasedBy,
            @Nullable String releaseReason,
            @Nullable String approval) {
        boolean isOpen() {
            return releasedAt == null;
        }
    }

    /** Newest first. */
    List<Hold> list(@Nullable Boolean open, long before, int limit) {
        return jdbc.sql(SELECT + """
                        where h.id < :before and (:open::boolean is null or (h.released_at is null) = :open)
                        order by h.id desc limit :limit
                        """)
                .param("before", before)
                .param("open", open, Types.BOOLEAN)
                .param("limit", limit)
                .query((row, n) -> hold(row))
                .list();
    }

    Optional<Hold> find(long id) {
        return jdbc.sql(SELECT + "where h.id = :id")
                .param("id", id)
                .query((row, n) -> hold(row))
                .optional();
    }

    /** In the transaction that writes the approval down as done, or the database refuses it. False when it is not open. */
    @Transactional
    public boolean release(long id, Approved approved) {
        Approval approval = approved.approval();
        Author by = approved.approver().because(approved.because());
        Optional<String> account = jdbc.sql("""
                        update billing_hold
                        set released_at = clock_timestamp(), released_by = :by, release_reason = :reason, approval = :approval
                        where id = :id and released_at is null
                        returning provider || '/' || account
                        """)
                .param("id", id)
                .param("by", by.actor())
                .param("reason", by.reason())
                .param("approval", approval.id())
                .query(String.class)
                .optional();
        account.ifPresent(held -> audit.append(new AuditEntry(
                by,
                "account.hold.released",
                "billing-account",
                held,
                null,
                Map.of("hold", id),
                Map.of(
                        "approval", approval.id(),
                        "askedBy", approval.askedBy(),
                        "askedBecause", approval.reason(),
                        "approvedBy", by.actor()))));
        return account.isPresent();
    }

    /**
     * Those that a released hold kept back are looked at afresh, a batch at a time.
     *
     * @return true when there may be more
     */
    boolean letLook(BillingAccount account) {
        int due = jdbc.sql("""
                        with batch as (
                            select s.provider, s.account, s.kind, s.id from subject s
                            join billing_hold h on h.id = s.hold
                            where s.held_at is not null and h.released_at is not null
                              and h.provider = :provider and h.account = :account
                            order by s.kind, s.id limit :atOnce
                            for update of s
                        )
                        update subject s
                        set held_at = null, due_at = clock_timestamp(),
                            dirty_seq = coalesce(s.dirty_seq, nextval('subject_dirty_seq'))
                        from batch
                        where (s.provider, s.account, s.kind, s.id)
                              = (batch.provider, batch.account, batch.kind, batch.id)
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("atOnce", AT_ONCE)
                .update();
        if (due > 0) {
            signal.raise();
        }
        return due == AT_ONCE;
    }

    private static Hold hold(ResultSet row) throws SQLException {
        OffsetDateTime released = row.getObject("released_at", OffsetDateTime.class);
        return new Hold(
                row.getLong("id"),
                row.getString("provider"),
                row.getString("account"),
                released == null ? "open" : "released",
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getString("detail"),
                row.getInt("bound"),
                row.getLong("entitled"),
                row.getLong("kept_back"),
                released == null ? null : released.toInstant(),
                row.getString("released_by"),
                row.getString("release_reason"),
                row.getString("approval"));
    }
}
