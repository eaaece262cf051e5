package dev.plumbline.sync.inbox;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.inbox.Deliveries.Fate;
import dev.plumbline.sync.inbox.Deliveries.Filter;
import dev.plumbline.sync.pass.ReplayBudget;
import dev.plumbline.sync.pass.ReplayReason;
import dev.plumbline.sync.setup.Sent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What came in and what became of it, for operators. Payloads are not shown: they hold what customers' names and cards are. */
@RestController
public class InboxController {
    private final Deliveries deliveries;
    private final Replaying replaying;

    InboxController(Deliveries deliveries, Replaying replaying) {
        this.deliveries = deliveries;
        this.replaying = replaying;
    }

    /**
     * @param disposition kept, ignored, quarantined, rejected_mode; or dead: nothing came of it and something should
     * @param state the same, as it was called at first
     */
    @GetMapping("/v1/inbox")
    public Page<KeptDelivery> list(
            @RequestParam(required = false) @Nullable String disposition,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var filter = filter(disposition == null ? state : disposition, type, subject, provider, account, since, until);
        var rows = deliveries.list(filter, Cursor.readNumber(cursor, Long.MAX_VALUE), Page.checked(limit) + 1);
        return Page.of(rows, limit, row -> row, row -> Long.toString(row.id()));
    }

    /** @param reason why; also taken as X-Reason, or in the query */
    public record ReplayAsked(@Nullable String reason) {}

    @PostMapping("/v1/inbox/{id}/replay")
    public KeptDelivery replay(
            @PathVariable long id,
            @RequestBody(required = false) @Nullable ReplayAsked asked,
            @RequestParam(required = false) @Nullable String reason,
            @RequestHeader(name = Reasons.HEADER, required = false) @Nullable String header) {
        String because = ReplayReason.of(asked == null ? null : asked.reason(), reason, header);
        return replaying
                .one(id, Caller.current().because(because))
                .orElseThrow(() -> Refusal.of(HttpStatus.NOT_FOUND, "DELIVERY_UNKNOWN", "There is no delivery " + id));
    }

    /**
     * Which of them, and why. A disposition or a time must be named.
     *
     * @param limit how many deliveries at most, 1 to 1000; the newest first
     * @param cursor the nextCursor of the call before, to go on
     */
    public record ManyAsked(
            @Nullable String reason,
            @Nullable String disposition,
            @Nullable String type,
            @Nullable String subject,
            @Nullable String provider,
            @Nullable String account,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /**
     * @param subjects how many are looked at again because of them
     * @param nextCursor there are more: send it with the next call; null when there are none
     */
    public record ManyReplayed(
            int deliveries, int subjects, @Nullable String nextCursor) {}

    @PostMapping("/v1/inbox/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    public ManyReplayed replayMany(
            @RequestBody ManyAsked asked,
            @RequestHeader(name = Reasons.HEADER, required = false) @Nullable String header) {
        String because = ReplayReason.of(asked.reason(), header);
        if (asked.disposition() == null && asked.since() == null) {
            throw Refusal.ofBody("/since", "Say which: a disposition, or since when");
        }
        int limit = asked.limit() == null ? ReplayBudget.AT_ONCE : asked.limit();
        if (limit < 1 || limit > ReplayBudget.AT_ONCE) {
            throw Refusal.ofBody("/limit", "It is between 1 and " + ReplayBudget.AT_ONCE + "; call again for the rest");
        }
        var many = replaying.all(
                filter(
                        asked.disposition(),
                        asked.type(),
                        asked.subject(),
                        asked.provider(),
                        asked.account(),
                        asked.since(),
                        asked.until()),
                Cursor.readNumber(asked.cursor(), Long.MAX_VALUE),
                limit,
                Caller.current().because(because));
        List<KeptDelivery> page = many.deliveries();
        return new ManyReplayed(
                page.size(),
                many.subjects(),
                page.size() < limit
                        ? null
                        : Cursor.write(Long.toString(page.getLast().id())));
    }

    private static Filter filter(
            @Nullable String disposition,
            @Nullable String type,
            @Nullable String subject,
            @Nullable String provider,
            @Nullable String account,
            @Nullable Instant since,
            @Nullable Instant until) {
        return new Filter(
                disposition == null ? null : fate(disposition),
                Sent.checked("type", type),
                Sent.checked("subject", subject),
                Sent.checked("provider", provider),
                Sent.checked("account", account),
                Sent.checked("since", since),
                Sent.checked("until", until));
    }

    private static Fate fate(String disposition) {
        return Fate.of(disposition)
                .orElseThrow(() -> Refusal.ofParameter(
                        "disposition",
                        "It is one of "
                                + Arrays.stream(Fate.values()).map(Fate::key).toList()));
    }
}
