package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.http.Page;
import java.util.List;
import org.springframework.stereotype.Component;

/** What finance asked for and waits for a second person. */
@Component
class Waiting {
    private final ApprovalsController approvals;

    Waiting(ApprovalsController approvals) {
        this.approvals = approvals;
    }

    /** The newest first. */
    List<ApprovalView> of(String subject) {
        return approvals.list("pending", PeriodApproval.KIND, null, Page.MOST).data().stream()
                .filter(one -> one.subject().equals(subject))
                .toList();
    }
}
