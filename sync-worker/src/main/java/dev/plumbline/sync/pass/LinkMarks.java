package dev.plumbline.sync.pass;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.record.SubjectTouched;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Who is linked or unlinked is looked at again: marked in the very transaction, so that no crash loses it. */
@Component
class LinkMarks {
    private final WorkList work;

    LinkMarks(WorkList work) {
        this.work = work;
    }

    @EventListener
    void on(SubjectTouched touched) {
        Provider.of(touched.subject().provider())
                .map(provider -> new BillingAccount(provider, touched.subject().account()))
                .ifPresent(account -> work.mark(
                        new Subject(account, Subject.CUSTOMER, touched.subject().id()), Claim.Cause.LINK));
    }
}
