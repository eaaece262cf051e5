package dev.plumbline.sync.inbox;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.inbox.Deliveries.KeptDelivery;
import dev.plumbline.sync.setup.Sent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What came in and what became of it, for operators. Payloads are not shown: they hold what customers' names and cards are. */
@RestController
class InboxController {
    private final Deliveries deliveries;

    InboxController(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    record DeliveryPage(List<KeptDelivery> data, @Nullable String nextCursor) {}

    @GetMapping("/v1/inbox")
    DeliveryPage list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > 1_000) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "LIMIT_OUT_OF_RANGE", "limit is 1 to 1000");
        }
        List<KeptDelivery> page = deliveries.list(
                Sent.checked("state", state),
                Sent.checked("type", type),
                Sent.checked("subject", subject),
                cursor,
                limit + 1);
        boolean more = page.size() > limit;
        List<KeptDelivery> data = more ? page.subList(0, limit) : page;
        return new DeliveryPage(data, more ? Long.toString(data.getLast().id()) : null);
    }

    @PostMapping("/v1/inbox/{id}/replay")
    KeptDelivery replay(@PathVariable long id, @RequestParam(required = false) @Nullable String reason) {
        return deliveries
                .replay(id, Caller.current().name(), reason == null ? "replayed by API" : reason)
                .orElseThrow(() -> Refusal.of(HttpStatus.NOT_FOUND, "DELIVERY_UNKNOWN", "There is no delivery " + id));
    }
}
