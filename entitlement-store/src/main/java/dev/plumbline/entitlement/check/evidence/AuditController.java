package dev.plumbline.entitlement.check.evidence;

import dev.plumbline.entitlement.check.evidence.AuditReading.Filter;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what, when and why. */
@RestController
class AuditController {
    private final AuditReading audit;

    AuditController(AuditReading audit) {
        this.audit = audit;
    }

    /** @param object a kind, or a kind and which: {@code link:stripe/default/cus_1} */
    @GetMapping("/v1/audit")
    Page<Audited> list(
            @RequestParam(required = false) @Nullable String customer,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String object,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Search.checkTexts(customer, actor, object);
        Search.checkTimes(from, until);
        int colon = object == null ? -1 : object.indexOf(':');
        var filter = new Filter(
                customer,
                actor,
                object == null || colon < 0 ? object : object.substring(0, colon),
                object == null || colon < 0 ? null : object.substring(colon + 1),
                from,
                until);
        var rows = audit.list(filter, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1);
        return Page.of(rows, limit, entry -> entry, entry -> Long.toString(entry.id()));
    }
}
