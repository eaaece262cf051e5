package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.PlanController;
import dev.plumbline.entitlement.check.catalog.PlanController.ChangeView;
import dev.plumbline.entitlement.check.catalog.PlanView;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.whatif.Change;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What a draft would change, customer by customer. */
@Controller
class WhatIfPage {
    private static final Export.Table<ChangeView> TABLE = new Export.Table<>(
            "what-if",
            List.of("customer", "feature", "kind", "from", "before", "after", "reason"),
            one -> new @Nullable Object[] {
                one.customer(), one.feature(), one.kind(), one.from(), one.before(), one.after(), one.reason()
            });

    private final PlanController plans;
    private final Export export;

    WhatIfPage(PlanController plans, Export export) {
        this.plans = plans;
        this.export = export;
    }

    @GetMapping("/console/model/plans/{id}")
    String plan(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String feature,
            HttpServletRequest request,
            Model page) {
        PlanView plan = Objects.requireNonNull(plans.find(id, "0s").getBody());
        page.addAttribute("plan", plan);
        page.addAttribute("kind", kind);
        page.addAttribute("feature", feature);
        page.addAttribute("kinds", List.of(Change.Kind.values()));
        page.addAttribute("list", Listing.of(changes(id, kind, feature), request));
        return "what-if";
    }

    @GetMapping("/console/model/plans/{id}.csv")
    void csv(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String feature,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, changes(id, kind, feature), request, response);
    }

    private Pages<ChangeView> changes(String id, @Nullable String kind, @Nullable String feature) {
        return (limit, cursor) -> plans.changes(id, kind, key(feature), null, limit, cursor);
    }

    private static @Nullable FeatureKey key(@Nullable String feature) {
        return feature != null && FeatureKey.isWellFormed(feature) ? new FeatureKey(feature) : null;
    }
}
