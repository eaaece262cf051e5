package dev.plumbline.sync.console.customer;

import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.pass.RefreshController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A button: ask the billing systems again, and wait a moment for what they say. */
@Controller
class FetchNow {
    private static final String PATIENCE = "5s";

    private final FoundCustomer customers;
    private final RefreshController refreshing;

    FetchNow(FoundCustomer customers, RefreshController refreshing) {
        this.customers = customers;
        this.refreshing = refreshing;
    }

    @PostMapping("/console/customers/{customer}/refresh")
    String refresh(@PathVariable String customer, RedirectAttributes next) throws InterruptedException {
        var key = customers.by(customer).key();
        var refreshed = refreshing.refresh(key, PATIENCE);
        Notice.done(
                next,
                refreshed.applied()
                        ? "Fetched and applied: the answer is version " + refreshed.version() + "."
                        : "Asked for. The billing system has not answered within " + PATIENCE
                                + "; look again in a moment.");
        return "redirect:" + CustomerLink.of(customer);
    }
}
