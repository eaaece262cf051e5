package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Instants;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.http.Texts;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.decision.KeptPhase;
import dev.plumbline.entitlement.decision.Phases;
import dev.plumbline.entitlement.decision.Phases.Ending;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Phases by hand: what a customer has without a billing system saying so. */
@RestController
class PhasesController {
    private final Phases phases;
    private final Known known;
    private final InstantSource business;

    PhasesController(Phases phases, Known known, InstantSource businessClock) {
        this.phases = phases;
        this.known = known;
        this.business = businessClock;
    }

    /** @param at null for now */
    record EndAsked(@Nullable Instant at, @Nullable String reason) {}

    @PostMapping("/v1/customers/{customer}/phases")
    ResponseEntity<PhaseBody> create(@PathVariable String customer, @RequestBody PhaseAsked asked) {
        CustomerKey key = known.customer(customer);
        KeptPhase.Terms terms = asked.checked(known.model(), known, business.instant());
        KeptPhase made = phases.add(
                        key,
                        terms,
                        Caller.current().because(Reasons.required(asked.reason()), Texts.link(asked.link())))
                .orElseThrow(Known::customerUnknown);
        return ResponseEntity.created(URI.create("/v1/phases/" + made.id())).body(PhaseBody.of(made));
    }

    @GetMapping("/v1/phases/{id}")
    PhaseBody read(@PathVariable String id) {
        return phases.find(id).map(PhaseBody::of).orElseThrow(PhasesController::unknown);
    }

    @PostMapping("/v1/phases/{id}/end")
    PhaseBody end(@PathVariable String id, @RequestBody EndAsked asked) {
        String reason = Reasons.required(asked.reason());
        Instant given = Instants.ofBody("/at", asked.at());
        Instant at = given == null ? business.instant() : given;
        return switch (phases.end(id, at, Caller.current().because(reason))) {
            case Ending.Done(KeptPhase ended) -> PhaseBody.of(ended);
            case Ending.Unknown() -> throw unknown();
            case Ending.OverAlready(KeptPhase over) ->
                throw Refusal.of(HttpStatus.CONFLICT, "OVER_ALREADY", "It ends at " + over.end() + " already");
        };
    }

    private static Refusal unknown() {
        return Refusal.of(HttpStatus.NOT_FOUND, "PHASE_UNKNOWN", "There is no phase with this id");
    }
}
