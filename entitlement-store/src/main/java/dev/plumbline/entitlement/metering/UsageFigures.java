package dev.plumbline.entitlement.metering;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** {@code plumbline_usage_*}: how much is taken in, what becomes of it, how long it takes. */
@Component
class UsageFigures {
    private final MeterRegistry meters;

    UsageFigures(ObjectProvider<MeterRegistry> meters) {
        this.meters = meters.getIfAvailable(SimpleMeterRegistry::new);
    }

    void taken(List<Outcome> outcomes) {
        Map<Outcome.Kind, Long> counts =
                outcomes.stream().collect(Collectors.groupingBy(Outcome::outcome, Collectors.counting()));
        counts.forEach((kind, count) ->
                meters.counter("plumbline.usage.events", "outcome", kind.key()).increment(count));
    }

    void late(int events) {
        if (events > 0) {
            meters.counter("plumbline.usage.late").increment(events);
        }
    }

    Timer batch() {
        return meters.timer("plumbline.usage.batch");
    }

    void told(int notices) {
        meters.counter("plumbline.usage.notices").increment(notices);
    }

    void reserved(String what, String outcome) {
        meters.counter("plumbline.usage.reservations", "what", what, "outcome", outcome)
                .increment();
    }
}
