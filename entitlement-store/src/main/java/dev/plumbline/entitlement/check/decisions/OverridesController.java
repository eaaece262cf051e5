package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.OverrideRegister;
import dev.plumbline.entitlement.decision.Overrides;
import dev.plumbline.entitlement.decision.Overrides.Ending;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A person decides for one customer, for a while. In force within a moment: the customer is resolved in the background, and
 * gets a new version, which a check awaits with {@code minVersion}.
 */
@RestController
public class OverridesController {
    private final Overrides overrides;
    private final OverrideRegister register;
    private final ValuesForgone values;
    private final OverridePreview preview;
    private final OverrideCap cap;
    private final Known known;
    private final InstantSource business;

    OverridesController(
            Overrides overrides,
            OverrideRegister register,
            ValuesForgone values,
            OverridePreview preview,
            OverrideCap cap,
            Known known,
            InstantSource businessClock) {
        this.overrides = overrides;
        this.register = register;
        this.values = values;
        this.preview = preview;
        this.cap = cap;
        this.known = known;
        this.business = businessClock;
    }

    public record EndAsked(@Nullable String reason) {}

    /** @param dryRun only show what it would change, and write nothing */
    @PostMapping("/v1/customers/{customer}/overrides")
    public ResponseEntity<?> create(
            @PathVariable String customer,
            @RequestBody OverrideAsked asked,
            @RequestParam(defaultValue = "false") boolean dryRun) {
        CustomerKey key = known.customer(customer);
        Instant now = business.instant();
        KeptOverride.Terms terms = asked.checked(known.model(), now, Caller.current());
        if (dryRun) {
            return ResponseEntity.ok(preview.of(key, terms, now));
        }
        cap.check(key, terms, now, Caller.current());
        KeptOverride made = overrides
                .add(key, terms, Caller.current().because(Reasons.required(asked.reason()), Texts.link(asked.link())))
                .orElseThrow(Known::customerUnknown);
        return ResponseEntity.created(URI.create("/v1/overrides/" + made.id())).body(shown(made, now));
    }

    @GetMapping("/v1/overrides/{id}")
    public OverrideBody read(@PathVariable String id) {
        return register.find(id)
                .map(found -> shown(found, business.instant()))
                .orElseThrow(OverridesController::unknown);
    }

    /** Several at once, in the order of their ids; what all of them take is read once. */
    public List<OverrideBody> read(List<String> ids) {
        Map<String, KeptOverride> found = register.find(ids);
        Instant now = business.instant();
        Map<String, MonthlyPrice> forgone = values.of(List.copyOf(found.values()), now);
        return ids.stream()
                .map(id -> Optional.ofNullable(found.get(id)).orElseThrow(OverridesController::unknown))
                .map(one -> OverrideBody.of(one, now, register.soon(), forgone.get(one.id())))
                .toList();
    }

    @PostMapping("/v1/overrides/{id}/end")
    public OverrideBody end(@PathVariable String id, @RequestBody EndAsked asked) {
        String reason = Reasons.required(asked.reason());
        return switch (overrides.end(id, business, Caller.current().because(reason))) {
            case Ending.Done(KeptOverride ended) -> shown(ended, business.instant());
            case Ending.Unknown() -> throw unknown();
            case Ending.OverAlready(KeptOverride over) ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "OVER_ALREADY",
                        "It ended at " + over.end() + " and decides nothing any more");
        };
    }

    private OverrideBody shown(KeptOverride override, Instant now) {
        return OverrideBody.of(
                override,
                now,
                register.soon(),
                values.of(List.of(override), now).get(override.id()));
    }

    private static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "OVERRIDE_UNKNOWN", "There is no override with this id");
    }
}
