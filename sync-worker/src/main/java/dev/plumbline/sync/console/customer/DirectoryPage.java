package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.customers.CustomersSought;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.customer.BillingStatus;
import dev.plumbline.sync.console.customer.Directory.Line;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of customers, and the way to one that was found alone. */
@Controller
class DirectoryPage {
    private static final int ROWS = 50;
    private static final Export.Table<Line> TABLE = new Export.Table<>(
            "customers",
            List.of("customer", "name", "country", "plans", "statuses", "openBreaks"),
            line -> new @Nullable Object[] {
                line.key(),
                line.name(),
                line.country(),
                String.join(" ", line.plans()),
                String.join(" ", line.statuses()),
                line.openBreaks()
            });

    private final Directory directory;
    private final CurrentModel current;
    private final Export export;

    DirectoryPage(Directory directory, CurrentModel current, Export export) {
        this.current = current;
        this.directory = directory;
        this.export = export;
    }

    @GetMapping("/console/customers")
    String list(
            CustomersSought sought,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Model page) {
        Page<Line> found = directory.find(sought, cursor, ROWS);
        if (sought.isForOne()
                && cursor == null
                && found.nextCursor() == null
                && found.data().size() == 1) {
            return "redirect:" + CustomerLink.of(found.data().getFirst().key());
        }
        page.addAttribute("sought", sought);
        page.addAttribute("plans", plans());
        page.addAttribute("statuses", BillingStatus.values());
        page.addAttribute(
                "markets",
                current.get()
                        .map(revision -> revision.model().markets().keySet())
                        .orElse(Set.of()));
        page.addAttribute("list", Listing.of(found, request));
        return "customers";
    }

    @GetMapping("/console/customers.csv")
    void csv(CustomersSought sought, HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, cursor -> directory.find(sought, cursor, Page.MOST / 2), request, response);
    }

    /** Each plan in any version, then its versions. */
    private List<String> plans() {
        return current.get().map(revision -> revision.model().plans().values()).stream()
                .flatMap(Collection::stream)
                .flatMap(plan -> Stream.concat(
                        Stream.of(plan.key()),
                        plan.versions().stream().map(version -> plan.key() + "@" + version.number())))
                .toList();
    }
}
