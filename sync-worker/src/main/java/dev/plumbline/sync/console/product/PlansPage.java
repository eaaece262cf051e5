package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.MatrixController;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.PlanHolders;
import dev.plumbline.entitlement.check.migration.PlanHolders.Holder;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Plans in their versions, and the customers of each. */
@Controller
class PlansPage {
    private static final int ROWS = 50;

    private final CurrentModel current;
    private final PlanHolders holders;
    private final PricesSeen prices;
    private final MatrixController matrices;
    private final Export export;

    PlansPage(CurrentModel current, PlanHolders holders, PricesSeen prices, MatrixController matrices, Export export) {
        this.current = current;
        this.holders = holders;
        this.prices = prices;
        this.matrices = matrices;
        this.export = export;
    }

    @GetMapping("/console/plans")
    String plans(Model page) {
        page.addAttribute("plans", plans());
        page.addAttribute("counts", holders.counts().orElse(null));
        return "plans";
    }

    @GetMapping("/console/plans.csv")
    void plans(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Long> counts = holders.counts().orElse(Map.of());
        export.write(
                new Export.Table<PlanVersion>(
                        "plans",
                        List.of("plan", "version", "sellableFrom", "sellableUntil", "customers"),
                        version -> new @Nullable Object[] {
                            version.plan(),
                            version.number(),
                            version.sellable().from(),
                            version.sellable().until(),
                            counts.get(version.ref())
                        }),
                _ -> new Page<>(
                        plans().stream()
                                .flatMap(plan -> plan.versions().stream())
                                .toList(),
                        null),
                request,
                response);
    }

    /** @param ref such as {@code team@2} */
    @GetMapping("/console/plans/{ref}")
    String version(
            @PathVariable String ref,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Model page) {
        PlanVersion version = find(ref);
        Matrix matrix = (Matrix) Objects.requireNonNull(
                matrices.matrix(null, null, null, null, "").getBody());
        page.addAttribute("version", version);
        page.addAttribute(
                "plan",
                plans().stream()
                        .filter(plan -> plan.key().equals(version.plan()))
                        .findFirst()
                        .orElseThrow());
        page.addAttribute("rows", matrix.rows());
        page.addAttribute("prices", prices.of(version.mappings()));
        page.addAttribute("list", Listing.of(holders.of(version.plan(), version.number(), cursor, ROWS), request));
        return "plan-page";
    }

    @GetMapping("/console/plans/{ref}.csv")
    void holders(@PathVariable String ref, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        PlanVersion version = find(ref);
        export.write(
                new Export.Table<Holder>("customers-of-plan", List.of("customer", "source", "plan"), holder ->
                        new @Nullable Object[] {holder.customer(), holder.source(), version.ref()}),
                cursor -> holders.of(version.plan(), version.number(), cursor, Page.MOST),
                request,
                response);
    }

    /** The best first. */
    private List<Plan> plans() {
        return current.get()
                .map(revision -> revision.model().plans().values().stream()
                        .sorted(Comparator.comparingInt(Plan::rank).reversed())
                        .toList())
                .orElse(List.of());
    }

    private PlanVersion find(String ref) {
        return plans().stream()
                .flatMap(plan -> plan.versions().stream())
                .filter(version -> version.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.NOT_FOUND, "PLAN_UNKNOWN", "The model in force has no such plan version"));
    }
}
