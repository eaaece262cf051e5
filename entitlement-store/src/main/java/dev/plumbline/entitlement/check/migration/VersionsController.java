package dev.plumbline.entitlement.check.migration;

import dev.plumbline.entitlement.check.decisions.Known;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.PlanHolders.Holder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who is on which version of a plan. */
@RestController
public class VersionsController {
    private final PlanHolders holders;
    private final Known known;

    VersionsController(PlanHolders holders, Known known) {
        this.holders = holders;
        this.known = known;
    }

    @GetMapping("/v1/plans/{plan}/versions/{n}/customers")
    public Page<Holder> customers(
            @PathVariable String plan,
            @PathVariable int n,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        if (known.model().planVersion(plan, n) == null) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "PLAN_UNKNOWN", "The model in force has no such plan version");
        }
        return holders.of(plan, n, cursor, Page.checked(limit));
    }
}
