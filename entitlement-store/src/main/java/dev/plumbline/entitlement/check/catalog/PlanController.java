package dev.plumbline.entitlement.check.catalog;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.http.Cursor;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.model.FeatureKey;
import dev.plumbline.entitlement.whatif.Change;
import dev.plumbline.entitlement.whatif.Change.Kind;
import dev.plumbline.entitlement.whatif.Drafted;
import dev.plumbline.entitlement.whatif.WhatIf;
import dev.plumbline.entitlement.whatif.WhatIfRun;
import dev.plumbline.entitlement.whatif.WhatIfRun.Status;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who gains and who loses by a draft of the model, before it is published. */
@RestController
public class PlanController {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final WhatIf whatIf;

    PlanController(WhatIf whatIf) {
        this.whatIf = whatIf;
    }

    /**
     * A change to one feature of one customer.
     *
     * @param from when the answer is another for the first time
     * @param reason of the answer afterwards
     */
    public record ChangeView(
            String customer, String feature, Kind kind, Instant from, String before, String after, String reason) {
        static ChangeView of(Change change) {
            return new ChangeView(
                    change.customer().value(),
                    change.feature().value(),
                    change.kind(),
                    change.from(),
                    change.before(),
                    change.after(),
                    change.reason());
        }
    }

    /**
     * Holds the draft in the body against the newest revision, for every customer.
     *
     * @param effectiveAt when it is to take effect; left out for at once
     * @param waiting how long the answer may take to be whole, at most a minute; the plan is made on in any case
     */
    @PostMapping(
            path = "/v1/catalog/plan",
            consumes = {CatalogController.YAML, "application/x-yaml", "text/yaml"})
    public ResponseEntity<PlanView> plan(
            @RequestBody InputStreamResource body,
            @RequestParam(required = false) @Nullable Instant effectiveAt,
            @RequestParam(name = "wait", defaultValue = "PT20S") String waiting)
            throws IOException {
        Duration patience = patience(waiting);
        String source = CatalogSource.read(body.getInputStream());
        return switch (whatIf.plan(
                source,
                Instants.ofParameter("effectiveAt", effectiveAt),
                Caller.current().name())) {
            case Drafted.Planned(var run) ->
                shown(whatIf.await(run.id(), patience).orElse(run));
            case Drafted.Invalid(var problems) -> throw CatalogRefusals.of(problems);
            case Drafted.NotThen(var why) -> throw Refusal.ofParameter("effectiveAt", why);
            case Drafted.BeforePending(var pending) -> throw CatalogRefusals.beforePending(pending);
            case Drafted.Busy busy ->
                throw Refusal.of(
                                HttpStatus.TOO_MANY_REQUESTS,
                                "TOO_MANY_PLANS",
                                "As many plans as there may be are being made; ask again when one has ended, or DELETE one")
                        .header(HttpHeaders.RETRY_AFTER, "10");
        };
    }

    @GetMapping("/v1/catalog/plans/{id}")
    public ResponseEntity<PlanView> find(
            @PathVariable String id, @RequestParam(name = "wait", defaultValue = "PT0S") String waiting) {
        Duration patience = patience(waiting);
        return shown(whatIf.await(uuid(id), patience).orElseThrow(PlanController::unknown));
    }

    /**
     * What was found so far, in the order of customers.
     *
     * @param kind of change, such as LOST
     */
    @GetMapping("/v1/catalog/plans/{id}/changes")
    public Page<ChangeView> changes(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable FeatureKey feature,
            @RequestParam(required = false) @Nullable CustomerKey customer,
            @RequestParam(defaultValue = Page.USUAL) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        WhatIfRun run = whatIf.find(uuid(id)).orElseThrow(PlanController::unknown);
        List<Change> changes = whatIf.changes(
                run.id(),
                new WhatIf.Sought(
                        kind(kind),
                        feature == null ? null : feature.value(),
                        customer == null ? null : customer.value()),
                place(cursor),
                Page.checked(limit) + 1);
        return Page.of(changes, limit, ChangeView::of, PlanController::cursor);
    }

    /** It is made no further. What was found so far stays for as long as a finished plan does. */
    @DeleteMapping("/v1/catalog/plans/{id}")
    public ResponseEntity<PlanView> cancel(@PathVariable String id) {
        WhatIfRun run = whatIf.find(uuid(id)).orElseThrow(PlanController::unknown);
        Caller caller = Caller.current();
        if (!caller.may(Right.PUBLISH) && !caller.name().equals(run.author())) {
            throw Refusal.of(
                    HttpStatus.FORBIDDEN,
                    "NOT_YOUR_PLAN",
                    "A plan is cancelled by who asked for it, or with the scope write");
        }
        whatIf.cancel(run.id());
        return ResponseEntity.ok(PlanView.of(whatIf.find(run.id()).orElse(run)));
    }

    private static ResponseEntity<PlanView> shown(WhatIfRun run) {
        return run.status() == Status.RUNNING
                ? ResponseEntity.status(HttpStatus.ACCEPTED)
                        .location(URI.create("/v1/catalog/plans/" + run.id()))
                        .body(PlanView.of(run))
                : ResponseEntity.ok(PlanView.of(run));
    }

    /** {@code 20s} as well as {@code PT20S}. */
    private static Duration patience(String text) {
        try {
            Duration patience = DurationStyle.detectAndParse(text);
            if (!patience.isNegative() && patience.compareTo(LONGEST) <= 0) {
                return patience;
            }
        } catch (IllegalArgumentException | ArithmeticException notOne) {
            // refused below, like one that is too long
        }
        throw Refusal.ofParameter("wait", "It is a duration such as 20s or PT20S, at most " + LONGEST);
    }

    private static @Nullable Kind kind(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refusal.ofParameter("kind", "It is one of " + Arrays.toString(Kind.values())));
    }

    private static String cursor(Change last) {
        return last.customer() + "\n" + last.feature() + "\n" + last.kind();
    }

    /** Neither a customer's key nor a feature's has a line break in it. */
    private static WhatIf.@Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String[] parts = Cursor.read(cursor, "").split("\n", -1);
        if (parts.length != 3 || Arrays.stream(parts).anyMatch(part -> part.indexOf('\0') >= 0)) {
            throw Cursor.invalid();
        }
        return new WhatIf.Place(parts[0], parts[1], parts[2]);
    }

    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notOne) {
            throw unknown();
        }
    }

    static Refusal unknown() {
        return Refusal.of(
                HttpStatus.NOT_FOUND,
                "PLAN_UNKNOWN",
                "There is no such plan, or it was forgotten: POST the draft again");
    }
}
