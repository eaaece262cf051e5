package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.evidence.AuditReading.Filter;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.seal.AuditVerification;
import dev.plumbline.entitlement.seal.Flaw;
import dev.plumbline.entitlement.seal.Verified;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, when and why. */
@RestController
public class AuditController {
    private final AuditReading audit;
    private final AuditVerification verification;

    AuditController(AuditReading audit, AuditVerification verification) {
        this.audit = audit;
        this.verification = verification;
    }

    /**
     * @param action what was done, in the words of the audit: {@code override.created}
     * @param object a kind, or a kind and which: {@code link:stripe/default/cus_1}
     */
    @GetMapping("/v1/audit")
    public Page<Audited> list(
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String object,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Search.checkTexts(customer, actor, action, object);
        Search.checkTimes(from, until);
        int colon = object == null ? -1 : object.indexOf(':');
        var filter = new Filter(
                customer,
                actor,
                action,
                object == null || colon < 0 ? object : object.substring(0, colon),
                object == null || colon < 0 ? null : object.substring(colon + 1),
                from,
                until);
        var rows = audit.list(filter, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1);
        return Page.of(rows, limit, entry -> entry, entry -> Long.toString(entry.id()));
    }

    /** The newest of what was done to one thing. */
    public List<Audited> about(String kind, String ref, int atMost) {
        return audit.list(new Filter(null, null, null, kind, ref, null, null), Long.MAX_VALUE, atMost);
    }

    /** All that is done here, as one looks for it. */
    public List<String> actions() {
        return Stream.concat(audit.actions().stream(), Stream.of(Audited.RESOLVED))
                .sorted()
                .toList();
    }

    /**
     * Whether the audit is what was written, from the first row to the last that was committed before the question.
     *
     * @param rows that were looked at: all, or up to the first that is bad
     * @param firstBad the id of the first bad row; null when all is well
     * @param problem what is wrong with it
     * @param keyless rows that were sealed without a key, and so prove less
     * @param anchors notes outside the database that were compared
     */
    public record Verification(
            boolean valid,
            long rows,
            @Nullable Long firstBad,
            @Nullable Problem problem,
            long keyless,
            long anchors) {
        static Verification of(Verified found) {
            Flaw flaw = found.flaw();
            return new Verification(
                    found.valid(),
                    found.rows(),
                    flaw == null ? null : Long.valueOf(flaw.row() == 0 ? flaw.position() : flaw.row()),
                    flaw == null ? null : new Problem(flaw.kind().name(), flaw.position(), flaw.detail()),
                    found.keyless(),
                    found.anchors());
        }
    }

    /** @param position in the chain; 0 for a row that has none */
    public record Problem(String code, long position, String detail) {}

    @PostMapping("/v1/audit/verify")
    public Verification verify() {
        return Verification.of(verification.verify());
    }
}
