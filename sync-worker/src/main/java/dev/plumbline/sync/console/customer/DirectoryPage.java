package dev.plumbline.sync.console.customer;

import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.sync.console.customer.Directory.Line;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Listing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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
    private final Export export;

    DirectoryPage(Directory directory, Export export) {
        this.directory = directory;
        this.export = export;
    }

    @GetMapping("/console/customers")
    String list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Model page) {
        Page<Line> found = directory.find(q, cursor, ROWS);
        if (q != null && cursor == null && found.data().size() == 1) {
            return "redirect:" + CustomerLink.of(found.data().getFirst().key());
        }
        page.addAttribute("q", q);
        page.addAttribute("list", Listing.of(found, request));
        return "customers";
    }

    @GetMapping("/console/customers.csv")
    void csv(
            @RequestParam(required = false) @Nullable String q,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, cursor -> directory.find(q, cursor, Page.MOST / 2), request, response);
    }
}
