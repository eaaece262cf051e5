package dev.plumbline.sync.console.approval;

import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import dev.plumbline.sync.console.product.ProposedModel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What takes two people, as both of them see it. */
@Controller
class ApprovalPages {
    private static final Export.Table<ApprovalView> TABLE = new Export.Table<>(
            "approvals",
            List.of(
                    "id",
                    "kind",
                    "subject",
                    "title",
                    "state",
                    "askedBy",
                    "askedAt",
                    "reason",
                    "link",
                    "expiresAt",
                    "decidedBy",
                    "decidedAt",
                    "decision",
                    "contentSha256"),
            one -> new @Nullable Object[] {
                one.id(),
                one.kind(),
                one.subject(),
                one.title(),
                one.state(),
                one.askedBy(),
                one.askedAt(),
                one.reason(),
                one.link(),
                one.expiresAt(),
                one.decided() == null ? null : one.decided().by(),
                one.decided() == null ? null : one.decided().at(),
                one.decided() == null ? null : one.decided().reason(),
                one.contentSha256()
            });

    private static final String PUBLISH = "publish";

    private final ApprovalsController approvals;
    private final ProposedModel proposed;
    private final Export export;

    ApprovalPages(ApprovalsController approvals, ProposedModel proposed, Export export) {
        this.approvals = approvals;
        this.proposed = proposed;
        this.export = export;
    }

    @GetMapping("/console/approvals")
    String list(@RequestParam(required = false) @Nullable String state, HttpServletRequest request, Model page) {
        page.addAttribute("state", state);
        page.addAttribute("list", Listing.of(in(state), request));
        return "approvals";
    }

    @GetMapping("/console/approvals.csv")
    void csv(
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, in(state), request, response);
    }

    private Pages<ApprovalView> in(@Nullable String state) {
        return (limit, cursor) -> approvals.list(state, null, cursor, limit);
    }

    @GetMapping("/console/approvals/{id}")
    String one(@PathVariable String id, Model page) {
        return show(id, Filled.with(Map.of("reason", "")), page);
    }

    @PostMapping("/console/approvals/{id}/approve")
    String approve(
            @PathVariable String id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            ApprovalView done = approvals.approve(id, new ApprovalsController.DecideBody(reason, null));
            if (done.state().equals("executed")) {
                Notice.done(next, "Approved, and done: " + done.title());
            } else {
                Notice.refused(next, "Approved, but it could not be done any more; what is below says why.");
            }
            return "redirect:/console/approvals/" + done.id();
        } catch (Refusal refusal) {
            return show(id, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    @PostMapping("/console/approvals/{id}/reject")
    String reject(
            @PathVariable String id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            approvals.reject(id, new ApprovalsController.DecideBody(reason, null));
            Notice.done(next, "Rejected.");
            return "redirect:/console/approvals/" + id;
        } catch (Refusal refusal) {
            return show(id, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    @PostMapping("/console/approvals/{id}/withdraw")
    String withdraw(
            @PathVariable String id,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            Model page,
            RedirectAttributes next) {
        try {
            approvals.withdraw(id, new ApprovalsController.WithdrawBody(reason));
            Notice.done(next, "Taken back.");
            return "redirect:/console/approvals/" + id;
        } catch (Refusal refusal) {
            return show(id, Filled.with(Map.of("reason", reason)).refused(refusal), page);
        }
    }

    /** Who gains and who loses by the model that is asked for: nothing is changed. */
    @PostMapping("/console/approvals/{id}/plan")
    String plan(@PathVariable String id, Model page) throws IOException {
        ApprovalView approval = approvals.one(id);
        if (!approval.kind().equals(PUBLISH)) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "NO_MODEL", "Only a model that is to be published is planned");
        }
        try {
            return "redirect:/console/model/plans/" + proposed.plan(approval.content());
        } catch (Refusal refusal) {
            return show(id, Filled.with(Map.of("reason", "")).refused(refusal), page);
        }
    }

    private String show(String id, Filled form, Model page) {
        ApprovalView approval = approvals.one(id);
        page.addAttribute("approval", approval);
        page.addAttribute("content", Content.of(approval));
        page.addAttribute("model", approval.kind().equals(PUBLISH) ? proposed.see(approval.content()) : null);
        page.addAttribute("form", form);
        return "approval-page";
    }
}
