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

    List<ApprovalView> of(String subject) {
        return of(subject, all());
    }

    /** The newest first. */
    List<ApprovalView> all() {
        return approvals.list("pending", PeriodApproval.KIND, null, Page.MOST).data();
    }

    static List<ApprovalView> of(String subject, List<ApprovalView> all) {
        return all.stream().filter(one -> one.subject().equals(subject)).toList();
    }
}
