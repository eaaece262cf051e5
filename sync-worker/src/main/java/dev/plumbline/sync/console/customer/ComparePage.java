package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.ComparisonAnswer;
import dev.plumbline.entitlement.check.ComparisonController;
import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.Mapping;
import dev.plumbline.entitlement.model.PlanVersion;
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

/** A customer beside itself on another plan: what it would gain and lose. Nothing is changed by looking. */
@Controller
class ComparePage {
    private final FoundCustomer customers;
    private final ComparisonController comparisons;
    private final CurrentModel current;
    private final Export export;

    ComparePage(FoundCustomer customers, ComparisonController comparisons, CurrentModel current, Export export) {
        this.customers = customers;
        this.comparisons = comparisons;
        this.current = current;
        this.export = export;
    }

    /** @param differences only features that would change */
    record Sought(
            @Nullable String plan,
            @Nullable String term,
            @Nullable Boolean differences) {
        boolean shows(ComparisonAnswer.Line line) {
            return !Boolean.TRUE.equals(differences) || !line.change().equals("same");
        }
    }

    @GetMapping("/console/customers/{customer}/compare")
    String show(@PathVariable String customer, Sought sought, HttpServletRequest request, Model page) {
        List<PlanVersion> versions = versions();
        page.addAttribute("customer", customers.by(customer));
        page.addAttribute("sought", sought);
        page.addAttribute("versions", versions);
        if (sought.plan() != null) {
            try {
                ComparisonAnswer answer = compared(customer, sought.plan(), sought, versions);
                page.addAttribute("answer", answer);
                page.addAttribute("terms", terms(versions, answer.plan()));
                page.addAttribute("list", Listing.of(rows(answer, sought), request));
            } catch (Refusal refused) {
                page.addAttribute("wrong", refused.getBody().getDetail());
            }
        }
        return "customer-compare";
    }

    /** The term is of the plan that was looked at before: where another is not sold on it, its own counts. */
    private ComparisonAnswer compared(String customer, String plan, Sought sought, List<PlanVersion> versions) {
        String term = sought.term() != null && terms(versions, plan).contains(sought.term()) ? sought.term() : null;
        return comparisons.compare(customer, plan, term);
    }

    @GetMapping("/console/customers/{customer}/compare.csv")
    void csv(@PathVariable String customer, Sought sought, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ComparisonAnswer answer = compared(customer, Objects.requireNonNullElse(sought.plan(), ""), sought, versions());
        export.write(
                new Export.Table<ComparisonAnswer.Line>(
                        "comparison",
                        List.of("customer", "plan", "term", "feature", "now", "then", "change"),
                        line -> new @Nullable Object[] {
                            answer.customer(),
                            answer.plan(),
                            answer.term(),
                            line.feature(),
                            line.now().value(),
                            line.then().value(),
                            line.change()
                        }),
                rows(answer, sought),
                request,
                response);
    }

    private static Pages<ComparisonAnswer.Line> rows(ComparisonAnswer answer, Sought sought) {
        return Pages.whole(answer.data().stream().filter(sought::shows).toList());
    }

    private List<PlanVersion> versions() {
        return current.get()
                .map(revision -> revision.model().plans().values().stream()
                        .flatMap(plan -> plan.versions().stream())
                        .toList())
                .orElse(List.of());
    }

    private static List<String> terms(List<PlanVersion> versions, String ref) {
        return versions.stream()
                .filter(version -> version.ref().equals(ref))
                .flatMap(version -> version.mappings().stream())
                .map(Mapping::term)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
