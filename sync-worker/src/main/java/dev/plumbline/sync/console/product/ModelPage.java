package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.catalog.CatalogController;
import dev.plumbline.entitlement.check.catalog.PlanController;
import dev.plumbline.entitlement.check.catalog.PlanView;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Moments;
import dev.plumbline.sync.console.frame.Notice;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * From a file to the model: checked, planned (who gains, who loses, what it is worth), published. The file stays in the
 * browser until it is published.
 */
@Controller
class ModelPage {
    private static final String PAGE = "model";
    private static final String PATIENCE = "20s";

    private final CatalogController catalog;
    private final PlanController plans;
    private final ApprovalsController approvals;
    private final Models models;

    ModelPage(CatalogController catalog, PlanController plans, ApprovalsController approvals, Models models) {
        this.catalog = catalog;
        this.plans = plans;
        this.approvals = approvals;
        this.models = models;
    }

    @GetMapping("/console/model")
    String open(Model page) {
        return show(
                models.newest()
                        .map(newest -> new Draft(newest.source(), Long.toString(newest.revision()), "", ""))
                        .orElse(new Draft("", "", "", "")),
                page);
    }

    @PostMapping("/console/model/validate")
    String validate(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String base,
            @RequestParam(required = false) @Nullable String effectiveAt,
            @RequestParam(required = false) @Nullable String reason,
            Model page)
            throws IOException {
        Draft draft = Draft.of(file, source, base, effectiveAt, reason);
        try {
            page.addAttribute("valid", catalog.validate(draft.body()));
        } catch (Refusal refusal) {
            return refused(draft, refusal, page);
        }
        return show(draft, page);
    }

    /**
     * Held against the newest, whatever it was made on; only who says so goes on from there.
     *
     * @param onto the revision that they have seen and go on from; null to stay on the one the file was made on
     */
    @PostMapping("/console/model/plan")
    String plan(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String base,
            @RequestParam(required = false) @Nullable String onto,
            @RequestParam(required = false) @Nullable String effectiveAt,
            @RequestParam(required = false) @Nullable String reason,
            Model page)
            throws IOException {
        Draft draft = Draft.of(file, source, onto == null ? base : onto, effectiveAt, reason);
        try {
            Instant when = Moments.ofField("effectiveAt", draft.effectiveAt());
            PlanView plan = Objects.requireNonNull(
                    plans.plan(draft.body(), when, PATIENCE).getBody());
            page.addAttribute("plan", plan);
            page.addAttribute(
                    "lines",
                    LineDiff.between(models.newest().map(ModelRevision::source).orElse(""), draft.source()));
            return show(draft, page);
        } catch (Refusal refusal) {
            return refused(draft, refusal, page);
        }
    }

    @PostMapping("/console/model/publish")
    String publish(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String base,
            @RequestParam(required = false) @Nullable String effectiveAt,
            @RequestParam(required = false) @Nullable String reason,
            Model page,
            RedirectAttributes next)
            throws IOException {
        Draft draft = Draft.of(file, source, base, effectiveAt, reason);
        try {
            if (draft.reason().isEmpty()) {
                throw Refusal.ofBody("/reason", "Say why: it stands beside the revision for good");
            }
            Instant when = Moments.ofField("effectiveAt", draft.effectiveAt());
            var published = Objects.requireNonNull(catalog.publish(draft.body(), when, draft.ifMatch(), draft.reason())
                    .getBody());
            Notice.done(
                    next,
                    published.unchanged()
                            ? "The model says that already: nothing changed."
                            : "Revision " + published.revision() + " is published.");
            return "redirect:/console/revisions";
        } catch (Refusal refusal) {
            page.addAttribute("nextAllowed", Draft.nextAllowed(refusal));
            return refused(draft, refusal, page);
        }
    }

    /** What may not land that day waits for a second person. */
    @PostMapping("/console/model/ask")
    String ask(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String base,
            @RequestParam(required = false) @Nullable String effectiveAt,
            @RequestParam(required = false) @Nullable String reason,
            Model page,
            RedirectAttributes next)
            throws IOException {
        Draft draft = Draft.of(file, source, base, effectiveAt, reason);
        try {
            Instant when = Moments.ofField("effectiveAt", draft.effectiveAt());
            var content = JsonNodeFactory.instance.objectNode();
            content.put("source", draft.source());
            content.put("base", draft.madeOn());
            content.put("effectiveAt", when == null ? null : when.toString());
            ApprovalView asked = Objects.requireNonNull(approvals
                    .ask(new ApprovalsController.AskBody("publish", content, draft.reason(), null, null))
                    .getBody());
            Notice.done(next, "Asked for. It is published when another person has approved it.");
            return "redirect:/console/approvals/" + asked.id();
        } catch (Refusal refusal) {
            return refused(draft, refusal, page);
        }
    }

    private String refused(Draft draft, Refusal refusal, Model page) {
        page.addAttribute("problems", Draft.problems(refusal));
        return show(draft, Filled.with(draft.fields()).refused(refusal), page);
    }

    private String show(Draft draft, Model page) {
        return show(draft, Filled.with(draft.fields()), page);
    }

    private String show(Draft draft, Filled form, Model page) {
        page.addAttribute("form", form);
        page.addAttribute("newest", models.newest().orElse(null));
        page.addAttribute("stale", Meanwhile.of(draft, models));
        return PAGE;
    }
}
