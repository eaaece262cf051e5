package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What does not fit. */
@RestController
class BreaksController {
    private static final Set<String> STATES = Set.of("open", "resolved");

    private final Breaks breaks;

    BreaksController(Breaks breaks) {
        this.breaks = breaks;
    }

    /** @param subject whom a billing system calls it; null when it is about no subject */
    record BreakBody(
            long id,
            String type,
            String state,
            @Nullable String customer,
            @Nullable Subject subject,
            String detail,
            Instant openedAt,
            Instant lastSeenAt,
            @Nullable Instant resolvedAt) {}

    record Subject(String provider, String account, String providerCustomer) {}

    @GetMapping("/v1/breaks")
    Page<BreakBody> list(
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Search.checkTexts(customer, type);
        if (state != null && !STATES.contains(state)) {
            throw Refusal.ofParameter("state", "It is open or resolved");
        }
        var rows =
                breaks.list(customer, type, state, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1);
        return Page.of(rows, limit, row -> row, row -> Long.toString(row.id()));
    }
}
