package dev.plumbline.entitlement.check.approvals;

import dev.plumbline.entitlement.check.approvals.Approval.State;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.entitlement.record.Author;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Each step of an approval, in the audit. */
@Component
class ApprovalTrail {
    private final AuditTrail audit;

    ApprovalTrail(AuditTrail audit) {
        this.audit = audit;
    }

    /** @param state that it is in now */
    void tell(String what, Approval approval, Author by, State state) {
        audit.append(new AuditEntry(
                by,
                what,
                "approval",
                approval.id(),
                null,
                null,
                Map.of(
                        "kind", approval.kind(),
                        "subject", approval.subject(),
                        "title", approval.title(),
                        "sha256", approval.contentSha256(),
                        "askedBy", approval.askedBy(),
                        "state", state.name().toLowerCase(Locale.ROOT))));
    }
}
