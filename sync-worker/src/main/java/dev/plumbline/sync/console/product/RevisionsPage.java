package dev.plumbline.sync.console.product;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.catalog.CatalogController;
import dev.plumbline.entitlement.check.catalog.RevisionsController;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.model.Cadence;
import dev.plumbline.entitlement.record.RevisionHistory.Revision;
import dev.plumbline.entitlement.record.RevisionHistory.State;
import dev.plumbline.sync.console.frame.Choice;
import dev.plumbline.sync.console.frame.Export;
import dev.plumbline.sync.console.frame.Filled;
import dev.plumbline.sync.console.frame.Listing;
import dev.plumbline.sync.console.frame.Notice;
import dev.plumbline.sync.console.frame.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    private static final List<String> STATES =
            Arrays.stream(State.values()).map(State::name).toList();
    private static final int DAYS = 3;

    private final RevisionsController revisions;
    private final CatalogController catalog;
    private final CurrentModel current;
    private final InstantSource business;
    private final Export export;

    RevisionsPage(
            RevisionsController revisions,
            CatalogController catalog,
            CurrentModel current,
            InstantSource businessClock,
            Export export) {
        this.revisions = revisions;
        this.catalog = catalog;
        this.current = current;
        this.business = businessClock;
        this.export = export;
    }

    @GetMapping("/console/revisions")
    String list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String author,
            HttpServletRequest request,
            Model page) {
        page.addAttribute("states", Choice.of("state", state, STATES));
        page.addAttribute("author", author);
        page.addAttribute("list", Listing.of(found(state, author), request));
        Cadence cadence =
                current.get().map(revision -> revision.model().cadence()).orElse(null);
        page.addAttribute("agreed", cadence == null ? List.of() : agreed(cadence));
        page.addAttribute("zone", cadence == null ? null : cadence.zone());
        return "revisions";
    }

    /** The next days on which a change that many notice may land. */
    private List<Instant> agreed(Cadence cadence) {
        return Stream.iterate(
                        cadence.nextAllowed(business.instant()),
                        Optional::isPresent,
                        day -> cadence.nextAllowed(day.orElseThrow().plusSeconds(1)))
                .limit(DAYS)
                .map(Optional::orElseThrow)
                .toList();
    }

    @GetMapping("/console/revisions.csv")
    void csv(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String author,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        export.write(TABLE, found(state, author), request, response);
    }

    private Pages<Revision> found(@Nullable String state, @Nullable String author) {
        Choice states = Choice.of("state", state, STATES);
        String by = Choice.part("author", author);
        Pages<Revision> all = revisions::revisions;
        return state == null && by == null
                ? all
                : all.that(
                        one -> states.allows(one.state().name()) && Choice.has(one.publishedBy(), by),
                        one -> Long.toString(one.revision()));
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
