package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.evidence.BreakBody;
import dev.plumbline.entitlement.check.evidence.BreaksController;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.reconcile.report.BreakHistory.Appearance;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What lies beside a break and beside a run: the two sides of one, what runs told of it, and what the runs before told. */
@RestController
public class EvidenceController {
    private static final String FEW = "30";
    private static final int MOST_NIGHTS = 400;

    private final BreaksController breaks;
    private final BreakSides sides;
    private final BreakHistory history;
    private final Trend trend;
    private final Reports reports;

    EvidenceController(BreaksController breaks, BreakSides sides, BreakHistory history, Trend trend, Reports reports) {
        this.breaks = breaks;
        this.sides = sides;
        this.history = history;
        this.trend = trend;
        this.reports = reports;
    }

    /** What model, billing system, store and meter say of it, field by field. */
    @GetMapping("/v1/breaks/{id}/sides")
    public Sides sides(@PathVariable long id) {
        return sides.of(found(id));
    }

    /** What each run told of it, the newest first. */
    @GetMapping("/v1/breaks/{id}/runs")
    public Page<Appearance> runs(
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = Page.USUAL) int limit) {
        found(id);
        return Page.of(
                history.of(id, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1),
                limit,
                Function.identity(),
                one -> Long.toString(one.run()));
    }

    /**
     * The roll-forwards of the account's reports up to this one, the oldest first, a line for each currency.
     *
     * @param runs how many reports at most
     */
    @GetMapping("/v1/reconciliations/{id}/trend")
    public Page<Trend.Night> trend(@PathVariable long id, @RequestParam(defaultValue = FEW) int runs) {
        if (runs < 1 || runs > MOST_NIGHTS) {
            throw Refusal.ofParameter("runs", "It is between 1 and " + MOST_NIGHTS);
        }
        if (!reports.isRun(id)) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "RECONCILIATION_UNKNOWN", "There is no reconciliation " + id);
        }
        List<Trend.Night> nights = trend.upTo(id, runs);
        return new Page<>(nights, null);
    }

    private BreakBody found(long id) {
        return Objects.requireNonNull(breaks.read(id).getBody());
    }
}
