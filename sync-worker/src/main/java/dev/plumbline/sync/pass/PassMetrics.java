package dev.plumbline.sync.pass;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts passes by how they ended. */
@Component
class PassMetrics {
    private final MeterRegistry meters;

    PassMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void passed(Applied applied) {
        meters.counter("plumbline.pass", "outcome", applied.key()).increment();
    }
}
