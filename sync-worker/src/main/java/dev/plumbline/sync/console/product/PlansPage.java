package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.catalog.Matrix;
import dev.plumbline.entitlement.check.catalog.MatrixController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.migration.PlanHolders;
import dev.plumbline.entitlement.check.migration.PlanHolders.Holder;
import dev.plumbline.entitlement.model.Plan;
import dev.plumbline.entitlement.model.PlanVersion;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
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

/** Plans in their versions, and the customers of each. */
@Controller
class PlansPage {
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
                Pages.whole(plans().stream()
                        .flatMap(plan -> plan.versions().stream())
                        .toList()),
                request,
                response);
    }

    /** @param ref such as {@code team@2} */
    @GetMapping("/console/plans/{ref}")
    String version(@PathVariable String ref, HttpServletRequest request, Model page) {
        PlanVersion version = find(ref);
        Matrix matrix = (Matrix) Objects.requireNonNull(
                matrices.matrix(null, null, null, null, null, null, "").getBody());
        Plan plan = plans().stream()
                .filter(one -> one.key().equals(version.plan()))
                .findFirst()
                .orElseThrow();
        String before = plan.versions().stream()
                .filter(one -> one.number() < version.number())
                .max(Comparator.comparingInt(PlanVersion::number))
                .map(PlanVersion::ref)
                .orElse(null);
        page.addAttribute("version", version);
        page.addAttribute("plan", plan);
        page.addAttribute("before", before);
        page.addAttribute("changed", before == null ? List.of() : changed(matrix, before, version.ref()));
        page.addAttribute("rows", matrix.rows());
        page.addAttribute("prices", prices.of(version.mappings()));
        page.addAttribute("list", Listing.of(of(version), request));
        return "plan-page";
    }

    private static List<Matrix.Row> changed(Matrix matrix, String before, String ref) {
        return matrix.rows().stream()
                .filter(row -> !Objects.equals(said(row, before), said(row, ref)))
                .toList();
    }

    private static @Nullable Object said(Matrix.Row row, String ref) {
        Matrix.Cell cell = row.cells().get(ref);
        return cell == null ? null : List.of(cell.text(), cell.marks());
    }

    @GetMapping("/console/plans/{ref}.csv")
    void holders(@PathVariable String ref, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        PlanVersion version = find(ref);
        export.write(
                new Export.Table<Holder>("customers-of-plan", List.of("customer", "source", "plan"), holder ->
                        new @Nullable Object[] {holder.customer(), holder.source(), version.ref()}),
                of(version),
                request,
                response);
    }

    private Pages<Holder> of(PlanVersion version) {
        return (limit, cursor) -> holders.of(version.plan(), version.number(), cursor, limit);
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
