package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.time.BusinessClock;
import dev.plumbline.entitlement.record.RevisionHistory;
import dev.plumbline.entitlement.record.RevisionHistory.Revision;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was published, by whom, why, and when it takes effect. */
@RestController
public class RevisionsController {
    private final RevisionHistory history;
    private final BusinessClock business;

    RevisionsController(RevisionHistory history, BusinessClock businessClock) {
        this.history = history;
        this.business = businessClock;
    }

    /** The newest first. */
    @GetMapping("/v1/catalog/revisions")
    public Page<Revision> revisions(
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        long below = Cursor.readNumber(cursor, Long.MAX_VALUE);
        return Page.of(
                history.below(below, Page.checked(limit) + 1, business.instant()),
                limit,
                revision -> revision,
                revision -> Long.toString(revision.revision()));
    }
}
