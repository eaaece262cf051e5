package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.ApprovalKind.Proposal;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.period.Periods.Said;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reports of single runs that were signed: a period of one run. */
@Repository
class SignOffs {
    private final JdbcClient jdbc;
    private final AuditTrail audit;

    SignOffs(JdbcClient jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /**
     * Who signed what.
     *
     * @param contentSha256 of the report that was signed: it does not change any more
     *
     * @param approval the decision by which it was signed
     */
    public record SignOff(
            long reconciliation,
            String contentSha256,
            String signedBy,
            Instant signedAt,
            String reason,
            @Nullable String link,
            String approval) {}

    Optional<SignOff> find(long run) {
        return jdbc.sql("""
                        select run, content_sha256, signed_by, signed_at, reason, link, approval
                        from reconciliation_sign_off where run = :run
                        """)
                .param("run", run)
                .query((row, n) -> new SignOff(
                        row.getLong("run"),
                        row.getString("content_sha256"),
                        row.getString("signed_by"),
                        row.getObject("signed_at", OffsetDateTime.class).toInstant(),
                        row.getString("reason"),
                        row.getString("link"),
                        row.getString("approval")))
                .optional();
    }

    /**
     * A report that can be signed.
     *
     * @param authors everything that whoever asked for the run is known by; empty for one that began by itself
     */
    record Signable(String contentSha256, String askedBy, Set<String> authors) {}

    Signable signable(long run) {
        Signable signable = jdbc.sql("""
                        select case when r.status not in ('PENDING', 'RUNNING', 'HELD') then t.content_sha256 end as content_sha256,
                               r.requested_by,
                               case when r.cause = 'schedule' then array[]::text[]
                                    else hands_behind(coalesce(r.requested_ids, array['key:' || r.requested_key])) end as authors
                        from reconciliation r left join reconciliation_report t on t.run = r.id where r.id = :run
                        """)
                .param("run", run)
                .query((row, n) -> new Signable(
                        Optional.ofNullable(row.getString("content_sha256")).orElse(""),
                        row.getString("requested_by"),
                        Set.copyOf(List.of((String[]) row.getArray("authors").getArray()))))
                .optional()
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.NOT_FOUND, "RECONCILIATION_UNKNOWN", "There is no reconciliation " + run));
        if (signable.contentSha256().isEmpty()) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "REPORT_NOT_READY",
                    "It has no report that could be signed, or goes on: one that is held is told anew when it is released");
        }
        find(run).ifPresent(SignOffs::refuseSigned);
        return signable;
    }

    private static void refuseSigned(SignOff there) {
        throw Refusal.of(
                HttpStatus.CONFLICT, "SIGNED_ALREADY", "It was signed by " + there.signedBy() + ", and stays so");
    }

    /** What a decision about it is about. */
    static String subject(long run) {
        return "reconciliation " + run;
    }

    Proposal propose(long run) {
        Signable signable = signable(run);
        var content = new LinkedHashMap<String, @Nullable Object>();
        content.put("reconciliation", run);
        content.put("contentSha256", signable.contentSha256());
        return new Proposal(subject(run), "Sign the report of run " + run, content, signable.authors());
    }

    /** Inside the transaction of the decision. */
    void sign(long run, String contentSha256, Caller by, Said said, String approval) {
        if (!signable(run).contentSha256().equals(contentSha256)) {
            throw Refusal.of(HttpStatus.CONFLICT, "REPORT_OUTDATED", "The report was made again since it was asked");
        }
        try {
            insert(run, contentSha256, by, said, approval);
        } catch (DuplicateKeyException another) {
            throw Refusal.of(HttpStatus.CONFLICT, "SIGNED_ALREADY", "Somebody signed it at the same time");
        }
        audit.append(new AuditEntry(
                by.because(said.reason(), said.link()),
                "reconciliation.signed",
                "reconciliation",
                Long.toString(run),
                null,
                null,
                Map.of("contentSha256", contentSha256)));
    }

    private void insert(long run, String contentSha256, Caller by, Said said, String approval) {
        jdbc.sql("""
                        insert into reconciliation_sign_off (run, content_sha256, signed_by, signed_ids, reason, link, approval)
                        values (:run, :sha256, :by, :ids, :reason, :link, :approval)
                        """)
                .param("run", run)
                .param("sha256", contentSha256)
                .param("by", by.name())
                .param("ids", by.identities().toArray(String[]::new))
                .param("reason", said.reason())
                .param("link", said.link(), Types.VARCHAR)
                .param("approval", approval)
                .update();
    }
}
