package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.approvals.Approval;
import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.console.operate.AccountFigures.Line;
import dev.plumbline.sync.sweep.HoldApproval;
import dev.plumbline.sync.sweep.Holds.Hold;
import dev.plumbline.sync.sweep.HoldsController;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Billing accounts, and whom we keep from losing access because too many were not found at once. */
@Controller
class AccountsPage {
    private static final int HOLDS = 20;
    private static final Export.Table<Line> TABLE = new Export.Table<>(
            "accounts",
            List.of(
                    "provider",
                    "account",
                    "mode",
                    "lastEvent",
                    "apiVersion",
                    "lastDay",
                    "waiting",
                    "waitingSince",
                    "quarantined",
                    "wrong",
                    "breaker",
                    "budget"),
            one -> new @Nullable Object[] {
                one.provider(),
                one.account(),
                one.mode(),
                one.traffic().lastEvent(),
                one.traffic().apiVersion(),
                one.traffic().lastDay(),
                one.traffic().waiting(),
                one.traffic().waitingSince(),
                one.traffic().quarantined(),
                one.wrong(),
                one.breaker(),
                one.budget()
            });

    private final AccountFigures figures;
    private final HoldsController holds;
    private final HoldApproval releasing;
    private final ApprovalsController approvals;
    private final RefusedDeliveries refused;
    private final Export export;

    AccountsPage(
            AccountFigures figures,
            HoldsController holds,
            HoldApproval releasing,
            ApprovalsController approvals,
            RefusedDeliveries refused,
            Export export) {
        this.figures = figures;
        this.refused = refused;
        this.holds = holds;
        this.releasing = releasing;
        this.approvals = approvals;
        this.export = export;
    }

    @GetMapping("/console/accounts")
    String list(Model page) {
        page.addAttribute("accounts", figures.all());
        page.addAttribute("refusedBefore", refused.counts());
        page.addAttribute(
                "holds",
                holds.list("open", null, HOLDS).data().stream().map(this::held).toList());
        return "accounts";
    }

    /** @param asked what waits for a second person; null when nobody asked */
    record Held(Hold hold, @Nullable ApprovalView asked) {}

    private Held held(Hold hold) {
        return new Held(hold, hold.approval() == null ? null : approvals.one(hold.approval()));
    }

    @GetMapping("/console/accounts.csv")
    void csv(HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, Pages.whole(figures.all()), request, response);
    }

    /** Asks only: to approve is a decision, which takes a fresh login, as it does at Approvals, where the second person's form goes. */
    @PostMapping("/console/holds/{id}/release")
    String release(
            @PathVariable long id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            RedirectAttributes next) {
        try {
            Approval asked = releasing.ask(id, Caller.current(), reason);
            Notice.done(
                    next,
                    "Asked. It is done when a second person who may let a HOLD go approves it, here or at Approvals: "
                            + asked.title());
        } catch (Refusal refusal) {
            Notice.refused(next, String.valueOf(refusal.getBody().getDetail()));
        }
        return "redirect:/console/accounts";
    }
}
