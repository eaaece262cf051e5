package dev.plumbline.sync.console.override;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.approvals.ApprovalView;
import dev.plumbline.entitlement.check.approvals.ApprovalsController;
import dev.plumbline.entitlement.check.decisions.OverrideBody;
import dev.plumbline.entitlement.check.decisions.OverridePreview.Previewed;
import dev.plumbline.entitlement.check.decisions.OverridesController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.sync.console.customer.CustomerLink;
import dev.plumbline.sync.console.customer.FoundCustomer;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Notice;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Three steps: filled in, tried on (what would be before and after), confirmed. Nothing is written before the last. */
@Controller
class NewOverridePage {
    private static final String PAGE = "override-new";

    private final OverridesController overrides;
    private final ApprovalsController approvals;
    private final FoundCustomer customers;
    private final CurrentModel current;
    private final InstantSource business;

    NewOverridePage(
            OverridesController overrides,
            ApprovalsController approvals,
            FoundCustomer customers,
            CurrentModel current,
            InstantSource businessClock) {
        this.overrides = overrides;
        this.approvals = approvals;
        this.customers = customers;
        this.current = current;
        this.business = businessClock;
    }

    @GetMapping("/console/customers/{customer}/overrides/new")
    String open(@PathVariable String customer, @RequestParam(required = false) @Nullable String feature, Model page) {
        return show(customer, Filled.with(OverrideForm.empty(feature, business.instant())), page);
    }

    @PostMapping("/console/customers/{customer}/overrides/preview")
    String preview(@PathVariable String customer, @RequestParam Map<String, String> sent, Model page) {
        Filled form = Filled.with(OverrideForm.sent(sent));
        try {
            if (overrides
                            .create(customer, OverrideForm.asked(form.values(), feature(form)), true)
                            .getBody()
                    instanceof Previewed previewed) {
                page.addAttribute("preview", previewed);
            }
            return show(customer, form, page);
        } catch (Refusal refusal) {
            return show(customer, form.refused(refusal), page);
        }
    }

    @PostMapping("/console/customers/{customer}/overrides")
    String confirm(
            @PathVariable String customer,
            @RequestParam Map<String, String> sent,
            Model page,
            RedirectAttributes next) {
        Filled form = Filled.with(OverrideForm.sent(sent));
        try {
            ResponseEntity<?> made =
                    overrides.create(customer, OverrideForm.asked(form.values(), feature(form)), false);
            Notice.done(next, done(made));
            return "redirect:" + CustomerLink.of(customer);
        } catch (Refusal refusal) {
            return show(customer, form.refused(refusal), page);
        }
    }

    private static String done(ResponseEntity<?> made) {
        return made.getBody() instanceof OverrideBody override
                ? "The override of " + override.feature() + " is made; it is in force within a moment."
                : "The override is made.";
    }

    /** What is beyond what one may decide alone waits for a second person. */
    @PostMapping("/console/customers/{customer}/overrides/ask")
    String ask(
            @PathVariable String customer,
            @RequestParam Map<String, String> sent,
            Model page,
            RedirectAttributes next) {
        Filled form = Filled.with(OverrideForm.sent(sent));
        try {
            ApprovalView asked = Objects.requireNonNull(approvals
                    .ask(new ApprovalsController.AskBody(
                            "override",
                            OverrideForm.content(customer, form.values(), feature(form)),
                            OverrideForm.reason(form.values()),
                            OverrideForm.given(form.values(), "link"),
                            null))
                    .getBody());
            Notice.done(next, "Asked for. It takes effect when another person has approved it.");
            return "redirect:/console/approvals/" + asked.id();
        } catch (Refusal refusal) {
            return show(customer, form.refused(refusal), page);
        }
    }

    private String show(String customer, Filled form, Model page) {
        page.addAttribute("customer", customers.by(customer));
        page.addAttribute("form", form);
        page.addAttribute("features", features());
        page.addAttribute("chosen", feature(form));
        page.addAttribute("categories", OverrideForm.CATEGORIES);
        return PAGE;
    }

    private List<Feature> features() {
        return current.get()
                .map(revision -> List.copyOf(revision.model().features().values()))
                .orElse(List.of());
    }

    private @Nullable Feature feature(Filled form) {
        String key = form.value("feature");
        return FeatureKey.isWellFormed(key)
                ? current.get()
                        .map(revision -> revision.model().feature(new FeatureKey(key)))
                        .orElse(null)
                : null;
    }
}
