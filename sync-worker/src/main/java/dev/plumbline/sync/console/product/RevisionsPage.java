package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.catalog.CatalogController;
import dev.plumbline.entitlement.check.catalog.RevisionsController;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.record.RevisionHistory.Revision;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What was published, by whom and why; and the way to take back what has not taken effect. */
@Controller
class RevisionsPage {
    private static final int ROWS = 50;
    private static final Export.Table<Revision> TABLE = new Export.Table<>(
            "revisions",
            List.of("revision", "state", "publishedAt", "publishedBy", "reason", "effectiveAt", "withdraws", "sha256"),
            one -> new @Nullable Object[] {
                one.revision(),
                one.state(),
                one.publishedAt(),
                one.publishedBy(),
                one.reason(),
                one.effectiveAt(),
                one.withdraws(),
                one.sha256()
            });

    private final RevisionsController revisions;
    private final CatalogController catalog;
    private final Export export;

    RevisionsPage(RevisionsController revisions, CatalogController catalog, Export export) {
        this.revisions = revisions;
        this.catalog = catalog;
        this.export = export;
    }

    @GetMapping("/console/revisions")
    String list(@RequestParam(required = false) @Nullable String cursor, HttpServletRequest request, Model page) {
        page.addAttribute("list", Listing.of(revisions.revisions(ROWS, cursor), request));
        return "revisions";
    }

    @GetMapping("/console/revisions.csv")
    void csv(HttpServletRequest request, HttpServletResponse response) throws IOException {
        export.write(TABLE, cursor -> revisions.revisions(Page.MOST, cursor), request, response);
    }

    @PostMapping("/console/revisions/{revision}/withdraw")
    String withdraw(
            @PathVariable long revision,
            @RequestParam(defaultValue = Filled.LEFT_EMPTY) String reason,
            RedirectAttributes next) {
        try {
            catalog.withdraw(revision, new CatalogController.WithdrawBody(reason));
            Notice.done(next, "Revision " + revision + " is taken back.");
        } catch (Refusal refusal) {
            Notice.refused(next, String.valueOf(refusal.getBody().getDetail()));
        }
        return "redirect:/console/revisions";
    }
}
