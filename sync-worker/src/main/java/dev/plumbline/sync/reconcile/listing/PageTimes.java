package dev.plumbline.sync.reconcile.listing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** How long pages take, at the billing system and in our database: which of both a slow night waits for. */
@Component
class PageTimes {
    private final Timer asked;
    private final Timer staged;

    PageTimes(MeterRegistry meters) {
        this.asked =
                Timer.builder("plumbline.reconcile.page").tag("part", "asked").register(meters);
        this.staged =
                Timer.builder("plumbline.reconcile.page").tag("part", "staged").register(meters);
    }

    <T> T asked(Supplier<T> question) {
        return Objects.requireNonNull(asked.record(question));
    }

    void staged(Runnable work) {
        staged.record(work);
    }
}
