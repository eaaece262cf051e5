package dev.plumbline.entitlement.check.decisions;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.Facts;
import dev.plumbline.entitlement.decision.Phases;
import dev.plumbline.entitlement.decision.Schedule;
import dev.plumbline.entitlement.record.CurrentFacts;
import dev.plumbline.entitlement.record.CurrentFacts.Current;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a customer has had, has and will have. */
@RestController
public class ScheduleController {
    private final CurrentFacts current;
    private final Phases phases;
    private final Known known;
    private final InstantSource business;

    ScheduleController(CurrentFacts current, Phases phases, Known known, InstantSource businessClock) {
        this.current = current;
        this.phases = phases;
        this.known = known;
        this.business = businessClock;
    }

    /** @param nextCursor always null: a schedule is one page */
    public record ScheduleBody(
            String customer,
            Instant asOf,
            List<ScheduledPhase> data,
            @Nullable String nextCursor) {}

    @GetMapping("/v1/customers/{customer}/schedule")
    public ScheduleBody read(@PathVariable String customer) {
        CustomerKey key = known.customer(customer);
        Instant now = business.instant();
        Optional<Current> facts = known.anyModel().flatMap(model -> current.of(key, model, now));
        List<Schedule.Phase> schedule = Schedule.of(
                facts.map(Current::facts).orElseGet(() -> nothing(key)),
                facts.map(Current::snapshots).orElseGet(List::<BillingSnapshot>of),
                phases.of(key));
        return new ScheduleBody(
                customer,
                now,
                schedule.stream().map(phase -> ScheduledPhase.of(phase, now)).toList(),
                null);
    }

    /** Before the first publish no price means anything. */
    private static Facts nothing(CustomerKey customer) {
        return new Facts(customer, null, java.util.Map.of(), List.of(), List.of(), List.of(), List.of());
    }
}
