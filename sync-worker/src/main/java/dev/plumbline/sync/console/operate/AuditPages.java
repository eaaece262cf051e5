package dev.plumbline.sync.console.operate;

import dev.plumbline.entitlement.check.evidence.AuditController;
import dev.plumbline.entitlement.check.evidence.Audited;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who did what, when and why; one entry with what was before and after; and whether all of it is as it was written. */
@Controller
class AuditPages {
    private static final Export.Table<Audited> TABLE = new Export.Table<>(
            "audit",
            List.of(
                    "id",
                    "at",
                    "actor",
                    "action",
                    "objectKind",
                    "object",
                    "customer",
                    "reason",
                    "link",
                    "before",
                    "after",
                    "cause"),
            one -> new @Nullable Object[] {
                one.id(),
                one.at(),
                one.actor(),
                one.action(),
                one.object().kind(),
                one.object().ref(),
                one.customer(),
                one.reason(),
                one.link(),
                one.before(),
                one.after(),
                one.cause()
            });

    private final AuditController audit;
    private final Export export;

    AuditPages(AuditController audit, Export export) {
        this.audit = audit;
        this.export = export;
    }

    /** What is looked for, as the browser sends it. */
    record Sought(
            @Nullable String customer,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String object,
            @Nullable Instant from,
            @Nullable Instant until) {
        Pages<Audited> in(AuditController audit) {
            return (limit, cursor) -> audit.list(customer, actor, action, object, from, until, limit, cursor);
        }
    }

    @GetMapping("/console/audit")
    String list(Sought sought, HttpServletRequest request, Model page) {
        page.addAttribute("sought", sought);
        page.addAttribute("actions", audit.actions());
        page.addAttribute("list", Listing.of(sought.in(audit), request));
        return "audit";
    }

    @GetMapping("/console/audit.csv")
    void csv(Sought sought, HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, sought.in(audit), request, response);
    }

    @GetMapping("/console/audit/{id}")
    String one(@PathVariable long id, Model page) {
        Page<Audited> found =
                audit.list(null, null, null, null, null, null, 1, Cursor.write(Long.toString(Math.addExact(id, 1))));
        Audited entry = found.data().stream()
                .filter(one -> one.id() == id)
                .findFirst()
                .orElseThrow(() -> Refusal.of(HttpStatus.NOT_FOUND, "ENTRY_UNKNOWN", "The audit has no entry " + id));
        page.addAttribute("entry", entry);
        page.addAttribute("differences", Differences.between(entry.before(), entry.after()));
        return "audit-one";
    }

    @PostMapping("/console/audit/verify")
    String verify(RedirectAttributes next) {
        AuditController.Verification found = audit.verify();
        if (found.problem() == null) {
            Notice.done(next, "The chain is whole: " + found.rows() + " entries are as they were written.");
        } else {
            Notice.refused(
                    next,
                    "The chain is broken at entry " + found.firstBad() + " ("
                            + found.problem().code() + "): " + found.problem().detail());
        }
        return "redirect:/console/audit";
    }
}
