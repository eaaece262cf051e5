package dev.plumbline.sync.console.operate;

import dev.plumbline.connectors.Verification;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Deliveries that proved nothing, by what was wrong with them. They are not kept: this is what the node counted since it began. */
@Component
class RefusedDeliveries {
    private static final Set<String> REASONS = Arrays.stream(Verification.Reason.values())
            .map(reason -> reason.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private final MeterRegistry meters;

    RefusedDeliveries(MeterRegistry meters) {
        this.meters = meters;
    }

    Map<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        for (Counter counter : meters.find("plumbline.webhook.received").counters()) {
            String outcome = counter.getId().getTag("outcome");
            if (outcome != null && REASONS.contains(outcome) && counter.count() > 0) {
                counts.merge(outcome, Math.round(counter.count()), Long::sum);
            }
        }
        return counts;
    }
}
