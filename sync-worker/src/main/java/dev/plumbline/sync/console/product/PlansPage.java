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
import dev.plumbline.sync.console.frame.Choice;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
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
    private static final List<String> SALES = List.of("on", "off");

    private final CurrentModel current;
    private final InstantSource business;
    private final PlanHolders holders;
    private final PricesSeen prices;
    private final MatrixController matrices;
    private final Export export;

    PlansPage(
            CurrentModel current,
            InstantSource businessClock,
            PlanHolders holders,
            PricesSeen prices,
            MatrixController matrices,
            Export export) {
        this.current = current;
        this.business = businessClock;
        this.holders = holders;
        this.prices = prices;
        this.matrices = matrices;
        this.export = export;
    }

    /** A plan with those of its versions that fit. */
    record Shown(String name, int rank, List<PlanVersion> versions) {}

    @GetMapping("/console/plans")
    String plans(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sale,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("q", q);
        page.addAttribute("sales", Choice.of("sale", sale, SALES));
        page.addAttribute("list", Listing.of(new Page<>(found(q, sale), null), request));
        page.addAttribute("counts", holders.counts().orElse(null));
        return "plans";
    }

    private List<Shown> found(@Nullable String q, @Nullable String sale) {
        Choice sales = Choice.of("sale", sale, SALES);
        String part = Choice.part("q", q);
        Instant now = business.instant();
        return plans().stream()
                .filter(plan -> Choice.has(plan.name(), part) || Choice.has(plan.key(), part))
                .map(plan -> new Shown(
                        plan.name(),
                        plan.rank(),
                        plan.versions().stream()
                                .filter(version ->
                                        sales.allows(version.sellable().covers(now) ? "on" : "off"))
                                .toList()))
                .filter(plan -> !plan.versions().isEmpty())
                .toList();
    }

    @GetMapping("/console/plans.csv")
    void plans(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
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
                Pages.whole(found(q, sale).stream()
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
